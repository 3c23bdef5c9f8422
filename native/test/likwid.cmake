# A likwid that writes down how it is called, found as the real one is: by its name on the search path.
add_library(likwid_fixture MODULE fixture/likwid_fixture.c)
target_link_libraries(likwid_fixture PRIVATE blaspool_flags)
set_target_properties(likwid_fixture PROPERTIES
  OUTPUT_NAME likwid LIBRARY_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/likwid)

blaspool_add_test(likwid)
target_compile_definitions(likwid_test PRIVATE
  BLASPOOL_FIXTURES="${CMAKE_CURRENT_BINARY_DIR}/fixtures" LIKWID_DIRECTORY="${CMAKE_CURRENT_BINARY_DIR}/likwid")
