# Tests of native/blas and native/table: the fixtures (a CBLAS of plain loops, in the dress of each kind), and the
# programs that load them.
function(blaspool_add_fixture name source)
  add_library(fixture_${name} MODULE fixture/${source})
  target_compile_definitions(fixture_${name} PRIVATE ${ARGN})
  target_link_libraries(fixture_${name} PRIVATE blaspool_flags)
  set_target_properties(fixture_${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/fixtures)
endfunction()

blaspool_add_fixture(plain cblas_fixture.c)
blaspool_add_fixture(wide cblas_fixture.c FIXTURE_WIDE)
blaspool_add_fixture(openblas cblas_fixture.c FIXTURE_OPENBLAS=1)
blaspool_add_fixture(openblas_serial cblas_fixture.c FIXTURE_OPENBLAS=0)
blaspool_add_fixture(openblas_openmp cblas_fixture.c FIXTURE_OPENBLAS=2)
blaspool_add_fixture(openblas_suffix cblas_fixture.c FIXTURE_OPENBLAS=1 FIXTURE_SUFFIX)
blaspool_add_fixture(mkl cblas_fixture.c FIXTURE_MKL)
blaspool_add_fixture(blis cblas_fixture.c FIXTURE_BLIS=1)
blaspool_add_fixture(blis_serial cblas_fixture.c FIXTURE_BLIS=0)
blaspool_add_fixture(flexiblas cblas_fixture.c FIXTURE_FLEXIBLAS=1 "FIXTURE_HELPERS=(process_threads-1)")
blaspool_add_fixture(flexiblas_openmp cblas_fixture.c FIXTURE_FLEXIBLAS=2 "FIXTURE_HELPERS=(caller_threads-1)")
blaspool_add_fixture(flexiblas_serial cblas_fixture.c FIXTURE_FLEXIBLAS=1)
blaspool_add_fixture(flexiblas_greedy cblas_fixture.c FIXTURE_FLEXIBLAS=1 FIXTURE_HELPERS=1)
blaspool_add_fixture(plain_threaded cblas_fixture.c FIXTURE_HELPERS=1)
blaspool_add_fixture(openblas_renamed cblas_fixture.c FIXTURE_OPENBLAS=1 FIXTURE_RENAMED)
blaspool_add_fixture(gomp gomp_fixture.c)
blaspool_add_fixture(no_gemm no_gemm_fixture.c)

blaspool_add_test(loader_message)
blaspool_add_test(kernels)
target_link_libraries(kernels_test PRIVATE m)
foreach(name blas_loaded blas_open blas_threads product run split table table_work)
  blaspool_add_test(${name})
  target_compile_definitions(${name}_test PRIVATE BLASPOOL_FIXTURES="${CMAKE_CURRENT_BINARY_DIR}/fixtures")
endforeach()

# It lets memory run out.
target_link_options(split_test PRIVATE -Wl,--wrap=aligned_alloc)

# The same numeric tests on fixtures of each width, and on a real BLAS: BLASPOOL_TEST_BLAS, else the system's OpenBLAS.
blaspool_add_test(dgemm)
if(BLASPOOL_TEST_BLAS)
  set_tests_properties(dgemm PROPERTIES ENVIRONMENT "BLASPOOL_TEST_BLAS=${BLASPOOL_TEST_BLAS}")
endif()
foreach(name plain wide openblas openblas_suffix)
  add_test(NAME dgemm_${name} COMMAND dgemm_test $<TARGET_FILE:fixture_${name}>)
  # The library computes the small ones too; in dgemm alone our own kernels do.
  set_tests_properties(dgemm_${name} PROPERTIES TIMEOUT 120 ENVIRONMENT BLASPOOL_KERNELS=off)
endforeach()
if(BLASPOOL_SANITIZE MATCHES "thread")
  # ThreadSanitizer sees the memset of a real BLAS's threads but not the locks that order it.
  set_tests_properties(dgemm PROPERTIES DISABLED ON)
endif()
