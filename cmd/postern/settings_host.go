package main

import (
	"fmt"
	"strconv"
)

// hostSettings fit the server to the machine that it runs on.
func hostSettings() []setting {
	return []setting{
		{
			"state", anywhere, folder, "DIR", "(state in the blog's folder)", "folder of the search index",
			func(c *config, v []string) error { return one(&c.state, v) },
		},
		{
			"reuse_port", anywhere, yesNo, "", "false", "let the next process listen beside this one, to restart without a refused connection (Linux)",
			func(c *config, v []string) (err error) { c.reusePort, err = truth(v[0]); return err },
		},
	}
}

func truth(value string) (bool, error) {
	b, err := strconv.ParseBool(value)
	if err != nil {
		return false, fmt.Errorf("%q is neither true nor false", value)
	}
	return b, nil
}
