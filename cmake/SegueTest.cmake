# Qt Test without its definitions, which name each test's folder: with them no two folders could share a precompiled header.
add_library(qt_test INTERFACE)
target_link_libraries(qt_test INTERFACE Qt6::Core $<LINK_ONLY:Qt6::Test>)
target_include_directories(qt_test SYSTEM INTERFACE $<TARGET_PROPERTY:Qt6::Test,INTERFACE_INCLUDE_DIRECTORIES>)
target_compile_definitions(qt_test INTERFACE QT_TESTLIB_LIB)
# Debian's LibTorch brings Qt 5 along. An inline function of Qt 6 that a test exported would take the place of Qt 5's.
target_compile_options(qt_test INTERFACE -fvisibility-inlines-hidden)

# One executable and one CTest entry a unit.
#
#   segue_add_test(tst_Slerp LIBRARIES core LABELS unit)
#
# builds tst_Slerp.cpp of the current folder. Labels: unit, gui, concurrency, slow, hardware, e2e.
function(segue_add_test name)
  cmake_parse_arguments(arg "" "" "LIBRARIES;LABELS;SOURCES;DEFINITIONS;ENVIRONMENT" ${ARGN})
  add_executable(${name} ${name}.cpp ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(${name} PRIVATE project_options_qt ${arg_LIBRARIES} qt_test)
  if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    # Compiling the tests costs more than running them: what they test is optimised, they are not.
    target_compile_options(${name} PRIVATE -O0)
  endif()
  # Tests of the same libraries and definitions are compiled alike: the first one precompiles the common headers for all.
  string(MAKE_C_IDENTIFIER "segue_precompiled_${arg_LIBRARIES}_${arg_DEFINITIONS}" precompiled)
  get_property(first GLOBAL PROPERTY ${precompiled})
  if(first)
    target_precompile_headers(${name} REUSE_FROM ${first})
  else()
    target_precompile_headers(${name} PRIVATE <QTest> <nlohmann/json.hpp>)
    set_property(GLOBAL PROPERTY ${precompiled} ${name})
  endif()
  target_compile_definitions(${name} PRIVATE
    SEGUE_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
    SEGUE_ASSETS="${PROJECT_SOURCE_DIR}/assets"
    SEGUE_SHARED="${PROJECT_SOURCE_DIR}/../shared"
    ${arg_DEFINITIONS})
  if(SEGUE_SANITIZE MATCHES thread)
    list(APPEND arg_ENVIRONMENT "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/tsan.supp")
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES
    LABELS "${arg_LABELS}" TIMEOUT 300
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_LOGGING_RULES=qt.qpa.*=false;${arg_ENVIRONMENT}")
endfunction()
