package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The image is built of what .dockerignore lets through: all that the program imports of ours has to be there.
func TestImageHasAllPackages(t *testing.T) {
	const root = "../.."
	list, err := os.ReadFile(filepath.Join(root, ".dockerignore"))
	if err != nil {
		t.Fatal(err)
	}
	allowed := strings.Split(string(list), "\n")
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "./cmd/postern")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for pkg := range strings.FieldsSeq(string(out)) {
		folder, ours := strings.CutPrefix(pkg, "postern/")
		if !ours {
			continue
		}
		found++
		if top, _, _ := strings.Cut(folder, "/"); !slices.Contains(allowed, "!"+top) {
			t.Errorf("%s is needed, but .dockerignore lets nothing of %s through", pkg, top)
		}
	}
	if found == 0 {
		t.Errorf("no package of ours among %s", out)
	}
}
