"""The floor of the language server: what an editor asks, over the Language Server Protocol. It needs `foedus[lsp]`."""
