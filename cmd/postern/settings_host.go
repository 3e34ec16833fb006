package main

import (
	"fmt"
	"net/netip"
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
			"proxy_from", anywhere, list, "NETWORK", "(none)", "network of proxies that send a PROXY header, such as 10.0.0.0/8; may be repeated",
			func(c *config, v []string) (err error) { c.proxyFrom, err = networks(v); return err },
		},
		{
			"reuse_port", anywhere, yesNo, "", "false", "let the next process listen beside this one, to restart without a refused connection (Linux)",
			func(c *config, v []string) (err error) { c.reusePort, err = truth(v[0]); return err },
		},
	}
}

// networks takes addresses and networks whose word is taken for where a reader comes from.
func networks(values []string) ([]netip.Prefix, error) {
	var found []netip.Prefix
	for _, v := range values {
		network, err := netip.ParsePrefix(v)
		if ip, wrong := netip.ParseAddr(v); wrong == nil {
			network, err = ip.Prefix(ip.BitLen())
		}
		switch {
		case err != nil:
			return nil, fmt.Errorf("%q is no network; write it as 10.0.0.0/8 or fd00::/8", v)
		case network.Bits() == 0:
			return nil, fmt.Errorf("%q is everybody, who then could claim any address", v)
		}
		found = append(found, network.Masked())
	}
	return found, nil
}

func truth(value string) (bool, error) {
	b, err := strconv.ParseBool(value)
	if err != nil {
		return false, fmt.Errorf("%q is neither true nor false", value)
	}
	return b, nil
}
