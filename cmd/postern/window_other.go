//go:build !unix

package main

import "os"

// windowChanges never has an element: the system does not tell.
func windowChanges() <-chan os.Signal { return nil }
