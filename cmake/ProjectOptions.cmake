# Flags that every target of ours carries; third-party headers come in as SYSTEM and are not judged by them.

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(SEGUE_CCACHE ccache)
if(SEGUE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${SEGUE_CCACHE})
endif()

add_library(project_options INTERFACE)
target_compile_features(project_options INTERFACE cxx_std_20)
target_include_directories(project_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(project_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Woverloaded-virtual)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # g++ 12 sees an overlap in `"text" + std::string` that is not there.
  target_compile_options(project_options INTERFACE -Wno-restrict)
endif()
if(SEGUE_WERROR)
  target_compile_options(project_options INTERFACE -Werror)
endif()
if(SEGUE_SANITIZE)
  target_compile_options(project_options INTERFACE -fsanitize=${SEGUE_SANITIZE} -fno-omit-frame-pointer -g)
  target_link_options(project_options INTERFACE -fsanitize=${SEGUE_SANITIZE})
endif()
target_compile_definitions(project_options INTERFACE SEGUE_VERSION="${PROJECT_VERSION}")

add_library(project_options_qt INTERFACE)
target_link_libraries(project_options_qt INTERFACE project_options)
target_compile_definitions(project_options_qt INTERFACE
  QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_NARROWING_CONVERSIONS_IN_CONNECT)
