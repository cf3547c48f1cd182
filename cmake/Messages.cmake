# A library of protobuf's generated code for the .proto files named, of the current folder.
#
#   segue_add_messages(record_messages note_sequence example)
#
# The headers are included from the source root, as ours are: "core/files/example.pb.h".
function(segue_add_messages name)
  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  set(sources)
  foreach(message ${ARGN})
    set(stem ${PROJECT_BINARY_DIR}/generated/${folder}/${message})
    add_custom_command(
      OUTPUT ${stem}.pb.cc ${stem}.pb.h
      COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/generated
      COMMAND protobuf::protoc --cpp_out=${PROJECT_BINARY_DIR}/generated -I ${PROJECT_SOURCE_DIR}
              ${CMAKE_CURRENT_SOURCE_DIR}/${message}.proto
      DEPENDS ${message}.proto
      VERBATIM)
    list(APPEND sources ${stem}.pb.cc ${stem}.pb.h)
  endforeach()
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC protobuf::libprotobuf-lite PRIVATE project_options)
  target_compile_options(${name} PRIVATE -w) # our warnings do not judge generated code
  target_include_directories(${name} SYSTEM PUBLIC ${PROJECT_BINARY_DIR}/generated)
endfunction()
