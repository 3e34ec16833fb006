package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"postern/posts"
)

// completePost lets shells complete the folder of the blog, or a file of a post in the working directory, and then the addresses of
// the blog that is named.
func (p program) completePost(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	if len(args) > 1 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	c, err := loadConfig(args, cmd.Flags(), p.environ)
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	lib, err := posts.Load(c.dir, posts.Options{Content: c.content, Site: c.site, Preview: true})
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var addresses []string
	for _, post := range lib.All() {
		if strings.HasPrefix(post.Slug, word) {
			addresses = append(addresses, post.Slug+"\t"+posts.CleanLine(post.Title))
		}
	}
	return addresses, cobra.ShellCompDirectiveNoFileComp
}

// folderAndPost tells the arguments of 'read' apart: one alone that is no folder names a post. The folder is as loadConfig takes
// it: none or one.
func folderAndPost(args []string) (dir []string, post string) {
	switch len(args) {
	case 0:
		return nil, ""
	case 1:
		info, err := os.Stat(args[0])
		if err == nil && info.IsDir() || errors.Is(err, fs.ErrPermission) || args[0] == "" {
			return args, ""
		}
		return nil, args[0]
	default:
		return args[:1], args[1]
	}
}

// addressOf is the address of the post that its author names: as readers do, or by its file. dir is the folder of the blog, args are
// those of 'read'.
func addressOf(lib *posts.Library, dir, name string, args []string) (string, error) {
	slug, heading, _ := strings.Cut(name, "#")
	if slug == "" {
		return "", nil
	}
	_, err := lib.Lookup(slug)
	if err == nil {
		return name, nil
	}
	post, isFile := inFile(lib, dir, slug)
	switch {
	case post != nil:
		return strings.TrimSuffix(post.Slug+"#"+heading, "#"), nil
	case isFile:
		return "", &hintError{fmt.Errorf("%s is no post that can be shown", slug), "what is wrong with it: postern check " + dir}
	case len(args) == 1:
		return "", fmt.Errorf("there is no folder %s, and %w", name, err)
	}
	return "", err
}

// inFile returns the post of a file that is named from the working directory or from the folder of the blog; nil: it has none.
func inFile(lib *posts.Library, dir, name string) (post *posts.Post, isFile bool) {
	for _, file := range []string{name, filepath.Join(dir, name)} {
		named, err := os.Stat(file)
		if err != nil || !named.Mode().IsRegular() {
			continue
		}
		isFile = true
		for _, p := range lib.All() {
			if filepath.Base(p.File) != filepath.Base(file) {
				continue
			}
			if its, err := os.Stat(filepath.Join(dir, filepath.FromSlash(p.File))); err == nil && os.SameFile(named, its) {
				return p, true
			}
		}
	}
	return nil, isFile
}
