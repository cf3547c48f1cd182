"""Prints the tensors of a safetensors file as JSON, as Python's library reads them."""
import json
import sys

from safetensors import safe_open

with safe_open(sys.argv[1], framework="np") as file:
    tensors = {name: file.get_tensor(name) for name in file.keys()}
print(json.dumps({name: {"shape": list(tensor.shape), "values": tensor.flatten().tolist()}
                  for name, tensor in tensors.items()}))
