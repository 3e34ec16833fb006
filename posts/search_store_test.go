package posts

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// TestIndexIsKeptBetweenStarts shows that the second start has nothing to build.
func TestIndexIsKeptBetweenStarts(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a b%20c#?", "state")
	lib := searchBlog().load(t)
	ix := newIndex(t, dir)
	check(t, showIn(t.Context(), ix, lib))
	check(t, ix.Close())
	if info, err := os.Stat(dir); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("folder: %v %v", info.Mode(), err)
	}
	ix = newIndex(t, dir)
	change, err := ix.store.compare(t.Context(), lib)
	if err != nil || len(change.new)+len(change.gone) > 0 {
		t.Errorf("to do: %d new, %d gone, %v", len(change.new), len(change.gone), err)
	}
	check(t, showIn(t.Context(), ix, lib))
	wantFound(t, ix, "async", "main")
	check(t, ix.Close())
}

// TestDamagedIndexIsBuiltAnew spoils the file between two starts.
func TestDamagedIndexIsBuiltAnew(t *testing.T) {
	lib := searchBlog().load(t)
	for name, spoil := range map[string]func(data []byte) []byte{
		"not a database": func([]byte) []byte { return []byte(strings.Repeat("not a database\n", 1000)) },
		"cut off":        func(data []byte) []byte { return data[:len(data)/2] },
		"empty":          func([]byte) []byte { return nil },
		"older":          func(data []byte) []byte { data[63] = 0; return data }, // user_version: sqlite.org/fileformat.html, 1.3
		"foreign":        func(data []byte) []byte { data[71] = 1; return data }, // application_id
		"middle": func(data []byte) []byte {
			for i := len(data) / 4; i < len(data)*3/4; i++ {
				data[i] ^= 0x55
			}
			return data
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			ix := newIndex(t, dir)
			check(t, showIn(t.Context(), ix, lib))
			check(t, ix.Close())
			file := filepath.Join(dir, indexFile)
			data, err := os.ReadFile(file)
			check(t, err)
			check(t, os.WriteFile(file, spoil(data), 0o600))

			ix = newIndex(t, dir)
			check(t, showIn(t.Context(), ix, lib))
			wantFound(t, ix, "borrow checker", "title tag descr body")
			wantFound(t, ix, "async", "main")
			check(t, ix.store.check(t.Context()))
			check(t, ix.Close())
		})
	}
}

// TestDamageIsMendedWhileServing overwrites the file under an open index.
func TestDamageIsMendedWhileServing(t *testing.T) {
	dir := t.TempDir()
	ix := newIndex(t, dir)
	lib := searchBlog().load(t)
	check(t, showIn(t.Context(), ix, lib))
	_, err := ix.store.writer.ExecContext(t.Context(), "DELETE FROM words_data WHERE id > 10")
	check(t, err)
	if _, err := ix.Search(t.Context(), "async", 5); !errors.Is(err, ErrNotReady) {
		t.Errorf("damaged: %v", err)
	}
	check(t, ix.Update(t.Context())) // waits for what mends it
	wantFound(t, ix, "async", "main")
	check(t, ix.Close())
}

func TestReadOnlyFolderMeansMemory(t *testing.T) {
	if os.Getuid() == 0 || runtime.GOOS == "windows" {
		t.Log("modes do not bind here; a file in place of the folder stands for it")
	}
	parent := t.TempDir()
	check(t, os.WriteFile(filepath.Join(parent, "state"), nil, 0o600))
	ix, err := NewIndex(filepath.Join(parent, "state"))
	if err == nil || !strings.Contains(err.Error(), "in memory") || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("warning: %v", err)
	}
	check(t, showIn(t.Context(), ix, searchBlog().load(t)))
	wantFound(t, ix, "async", "main")
	check(t, ix.Close())
}

// TestSecondProcessKeepsItsOwn runs this test in another process, which holds the folder's index.
func TestSecondProcessKeepsItsOwn(t *testing.T) {
	const variable = "POSTERN_TEST_INDEX"
	if dir := os.Getenv(variable); dir != "" { // the other process
		ix := newIndex(t, dir)
		check(t, showIn(t.Context(), ix, searchBlog().load(t)))
		wantFound(t, ix, "async", "main")
		fmt.Fprintln(os.Stdout, "holds it")
		_, _ = os.Stdin.Read(make([]byte, 1))
		return // without closing: as if it were killed
	}
	dir := filepath.Join(t.TempDir(), "state")
	other := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	other.Env = append(os.Environ(), variable+"="+dir)
	stdin, err := other.StdinPipe()
	check(t, err)
	stdout, err := other.StdoutPipe()
	check(t, err)
	check(t, other.Start())
	said := make([]byte, len("holds it"))
	if _, err := io.ReadFull(stdout, said); string(said) != "holds it" {
		t.Fatalf("the other process says %q, %v", said, err)
	}

	lib := searchBlog().load(t)
	ix, err := NewIndex(dir)
	if err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("warning: %v", err)
	}
	check(t, showIn(t.Context(), ix, lib))
	wantFound(t, ix, "async", "main")
	check(t, ix.Close())

	check(t, stdin.Close())
	check(t, other.Wait())
	ix = newIndex(t, dir) // free again, with what it left
	check(t, showIn(t.Context(), ix, lib))
	wantFound(t, ix, "async", "main")
	check(t, ix.Close())
}

// TestSearchWhileUpdating lets readers search while the library goes back and forth. Each state is whole: a search
// finds a post of both, or one that only one of them has.
func TestSearchWhileUpdating(t *testing.T) {
	for _, dir := range []string{t.TempDir(), "/dev/null/state"} {
		ix, _ := NewIndex(dir) // in memory, or not
		first := blog{"posts/2024-01-01-both.md": "# Both\n\nword\n", "posts/2024-01-02-a.md": "# A\n\nword\n"}.load(t)
		second := blog{"posts/2024-01-01-both.md": "# Both\n\nword\n", "posts/2024-01-02-b.md": "# B\n\nword\n"}.load(t)
		check(t, showIn(t.Context(), ix, first))
		ctx, stop := context.WithCancel(t.Context())
		var readers sync.WaitGroup
		for range 4 {
			readers.Go(func() {
				for ctx.Err() == nil {
					hits, err := ix.Search(t.Context(), "word", 5)
					if err != nil || len(hits) == 0 || hits[len(hits)-1].Post.Slug != "both" {
						t.Errorf("%d hits, %v", len(hits), err)
						return
					}
				}
			})
		}
		var writers sync.WaitGroup
		for _, lib := range []*Library{first, second} {
			writers.Go(func() {
				for range 10 {
					check(t, showIn(t.Context(), ix, lib))
				}
			})
		}
		writers.Wait()
		stop()
		readers.Wait()
		check(t, showIn(t.Context(), ix, second))
		wantFound(t, ix, "word", "b both")
		check(t, ix.Close())
	}
}

// A fault in what is indexed ends neither the process nor the search: what was found before is found.
func TestFaultWhileIndexingLeavesTheIndex(t *testing.T) {
	ix := indexed(t, searchBlog())
	ix.lib = &Library{listed: []*Post{nil}}
	if err := ix.Update(t.Context()); err == nil || !strings.Contains(err.Error(), "panic") {
		t.Errorf("the update says %v", err)
	}
	if ix.updating.TryLock() {
		ix.updating.Unlock()
	} else {
		t.Error("the index is still being updated")
	}
	wantFound(t, ix, "async", "main")

	post := &Post{File: "posts/a.md"}
	for f := range foldAll(t.Context(), []*Post{post, post}, func(*Post) foldedPost { panic("fault") }) {
		if f.err == nil || !strings.Contains(f.err.Error(), "posts/a.md: panic: fault") {
			t.Errorf("the error is %v", f.err)
		}
	}
}
