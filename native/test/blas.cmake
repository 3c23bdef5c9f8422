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
blaspool_add_fixture(openblas_openmp cblas_fixture.c FIXTURE_OPENBLAS=2)
blaspool_add_fixture(openblas_suffix cblas_fixture.c FIXTURE_OPENBLAS=1 FIXTURE_SUFFIX)
blaspool_add_fixture(mkl cblas_fixture.c FIXTURE_MKL)
blaspool_add_fixture(blis cblas_fixture.c FIXTURE_BLIS)
blaspool_add_fixture(flexiblas cblas_fixture.c FIXTURE_FLEXIBLAS)
blaspool_add_fixture(no_gemm no_gemm_fixture.c)

foreach(name blas_open blas_threads product table table_work)
  blaspool_add_test(${name})
  target_compile_definitions(test_${name} PRIVATE
    BLASPOOL_FIXTURES="${CMAKE_CURRENT_BINARY_DIR}/fixtures")
endforeach()
set_tests_properties(blas_threads PROPERTIES RUN_SERIAL ON)

# Against the real BLAS (BLASPOOL_TEST_BLAS, else the system's OpenBLAS), and the same against fixtures of each width.
blaspool_add_test(dgemm)
set_tests_properties(dgemm PROPERTIES SKIP_RETURN_CODE 77)
foreach(name plain wide openblas openblas_suffix)
  add_test(NAME dgemm_${name} COMMAND test_dgemm $<TARGET_FILE:fixture_${name}>)
endforeach()
