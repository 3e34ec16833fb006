package main

import (
	"bytes"
	"fmt"
)

// keySettings say where the host keys lie and how they are opened.
func keySettings() []setting {
	return []setting{
		{
			"keys", anywhere, folder, "DIR", "(keys in the blog's folder)", "folder of the host keys",
			func(c *config, v []string) error { return one(&c.keys, v) },
		},
		{
			"keys_passphrase_file", anywhere, folder, "FILE", "(none)", "file with the passphrase of the host keys, such as a mounted secret",
			func(c *config, v []string) (err error) { c.passphrase, err = secretFile(v[0]); return err },
		},
		{
			"keys_passphrase", environment, text, "", "(none)", "the passphrase itself; wins over the file",
			func(c *config, v []string) error { c.passphrase = []byte(v[0]); return nil },
		},
	}
}

// secretFile returns the first line of a file.
func secretFile(file string) ([]byte, error) {
	data, err := readLimited(file)
	if err != nil {
		return nil, err
	}
	secret, _, _ := bytes.Cut(data, []byte("\n"))
	if secret = bytes.TrimSuffix(secret, []byte("\r")); len(secret) == 0 {
		return nil, fmt.Errorf("%s: its first line is empty", file)
	}
	return secret, nil
}
