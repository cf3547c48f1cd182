# Qt Test without its definitions, which name each test's folder: with them no two folders could share a precompiled header.
add_library(qt_test INTERFACE)
target_link_libraries(qt_test INTERFACE Qt6::Core $<LINK_ONLY:Qt6::Test>)
target_include_directories(qt_test SYSTEM INTERFACE $<TARGET_PROPERTY:Qt6::Test,INTERFACE_INCLUDE_DIRECTORIES>)
target_compile_definitions(qt_test INTERFACE QT_TESTLIB_LIB)
# Debian's LibTorch brings Qt 5 along. An inline function of Qt 6 that a test exported would take the place of Qt 5's.
target_compile_options(qt_test INTERFACE -fvisibility-inlines-hidden)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  # Compiling the tests costs more than running them: what they test is optimised, they are not.
  target_compile_options(qt_test INTERFACE -O0)
endif()
# ld takes seconds for each test that reaches LibTorch, which needs three hundred libraries; gold takes a third of that.
include(CheckLinkerFlag)
check_linker_flag(CXX -fuse-ld=gold SEGUE_HAS_GOLD)
if(SEGUE_HAS_GOLD)
  target_link_options(qt_test INTERFACE -fuse-ld=gold)
endif()

# The headers that most tests include, and those named, are compiled once for all tests that see the same macros of
# libraries: those of `library`.
function(segue_precompile_test name library)
  string(MAKE_C_IDENTIFIER test_headers_${library} precompiled)
  if(NOT TARGET ${precompiled})
    file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/nothing.cpp CONTENT "")
    add_library(${precompiled} OBJECT ${PROJECT_BINARY_DIR}/nothing.cpp)
    target_link_libraries(${precompiled} PRIVATE project_options_qt ${library} qt_test)
    target_precompile_headers(${precompiled} PRIVATE ${ARGN} <QTest> <nlohmann/json.hpp>)
  endif()
  target_precompile_headers(${name} REUSE_FROM ${precompiled})
endfunction()

# One executable and one CTest entry a unit.
#
#   segue_add_test(tst_Slerp LIBRARIES core LABELS unit)
#
# builds tst_Slerp.cpp of the current folder, the one source that may hold Q_OBJECT. Labels: unit, gui, concurrency,
# slow, hardware, e2e.
function(segue_add_test name)
  cmake_parse_arguments(arg "" "" "LIBRARIES;LABELS;SOURCES;DEFINITIONS;ENVIRONMENT" ${ARGN})
  # moc itself: CMake's AUTOMOC has it read every header, and compiles a source more for each test.
  set(moc ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc)
  list(TRANSFORM arg_DEFINITIONS PREPEND -D OUTPUT_VARIABLE definitions)
  add_custom_command(OUTPUT ${moc}
    COMMAND Qt6::moc ${definitions} -o ${moc} ${CMAKE_CURRENT_SOURCE_DIR}/${name}.cpp
    DEPENDS ${name}.cpp
    VERBATIM)
  add_executable(${name} ${name}.cpp ${moc} ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
  target_link_libraries(${name} PRIVATE project_options_qt ${arg_LIBRARIES} qt_test)
  if("torch" IN_LIST arg_LIBRARIES)
    segue_precompile_test(${name} torch ${PROJECT_SOURCE_DIR}/core/model/LibTorch.h)
  elseif(arg_LIBRARIES MATCHES "devices|test_support")
    segue_precompile_test(${name} devices)
  elseif(arg_LIBRARIES MATCHES "app_lib|widgets")
    segue_precompile_test(${name} Qt6::Widgets)
  elseif(NOT "Qt6::Gui" IN_LIST arg_LIBRARIES)
    segue_precompile_test(${name} core)
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
