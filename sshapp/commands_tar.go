package sshapp

import (
	"archive/tar"
	"fmt"
	"io"
	"path"
	"time"

	"postern/posts"
)

// runTar prints the posts as an archive.
func runTar(c *call) error {
	if c.filter.pty {
		return c.usage("an archive would garble a terminal; leave -t away and write it to a file")
	}
	tree := c.server.tree(c.filter.conn.LocalAddr())
	archive := tar.NewWriter(c.asked)
	if err := c.pack(archive, tree.nodes["posts"], "posts"); err != nil {
		return err
	}
	return archive.Close()
}

// pack writes a node and what is below it. A picture that has gone since the blog was read is left out, and told.
func (c *call) pack(archive *tar.Writer, n *node, name string) error {
	if n == nil {
		return nil
	}
	// A file that became shorter makes the next header fail, and the archive with it.
	// The format rounds to the nearest second: what was just written would be from the future, and tar would say so.
	modTime := n.modTime.Truncate(time.Second)
	header := tar.Header{Name: name, ModTime: modTime, Mode: int64(archiveMode(n)), Size: n.sizeBy(c.pages), Typeflag: tar.TypeReg}
	if n.isDir() {
		header.Name, header.Typeflag = name+"/", tar.TypeDir
		if err := archive.WriteHeader(&header); err != nil {
			return err
		}
		for _, kid := range n.kids {
			if err := c.pack(archive, kid, path.Join(name, kid.name)); err != nil {
				return err
			}
		}
		return nil
	}
	file, err := n.open(c.pages)
	if err != nil {
		c.server.cannotFetch(name, err)
		return c.say(fmt.Sprintf("postern: %s is left out: it cannot be read\n", posts.CleanLine(name)))
	}
	defer file.Close()
	if err := archive.WriteHeader(&header); err != nil {
		return err
	}
	_, err = io.Copy(archive, io.NewSectionReader(file, 0, header.Size))
	return err
}

// archiveMode lets those who unpack an archive write what is theirs now.
func archiveMode(n *node) int {
	if n.isDir() {
		return 0o755
	}
	return 0o644
}
