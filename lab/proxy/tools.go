//go:build tools

// Package tools keeps kamal-proxy in go.mod: its main package is built from here, pinned by go.sum.
package tools

import _ "github.com/basecamp/kamal-proxy/cmd/kamal-proxy"
