package main

import (
	"crypto/rand"

	"golang.org/x/crypto/ssh"
)

// What is said on connections besides sessions.

func rekey(a *attacker) {
	conn, err := a.dial(0)
	if err != nil {
		return
	}
	often := cheap
	often.RekeyThreshold = 256 // bytes, the least that the library takes
	c, err := handshake(conn, often)
	if err != nil {
		return
	}
	a.made.Add(1)
	for payload := make([]byte, 300); a.goes(); a.sent.Add(1) { // each is a key exchange, or nearly
		if _, _, err := c.SendRequest("there", true, payload); err != nil {
			break
		}
	}
	a.hold()
}

func forwarding(a *attacker) {
	for i := 0; i < 20 && a.goes(); i++ {
		c, err := a.connect(i)
		if err != nil {
			continue
		}
		for _, kind := range []string{
			"direct-tcpip", "x11", "forwarded-tcpip", "direct-streamlocal@openssh.com", "tun@openssh.com",
			"auth-agent@openssh.com", "\x1b]2;x\x07",
		} {
			if _, _, err := c.OpenChannel(kind, make([]byte, 40)); err == nil {
				a.made.Add(1)
			}
		}
		for _, kind := range []string{"tcpip-forward", "cancel-tcpip-forward", "streamlocal-forward@openssh.com", "hostkeys-prove-00@openssh.com"} {
			_, _, _ = c.SendRequest(kind, true, make([]byte, 40))
		}
		s, err := c.open()
		if err != nil {
			continue
		}
		for _, kind := range []string{"auth-agent-req@openssh.com", "x11-req", "subsystem", "break", "xon-xoff"} {
			s.ask(kind, struct{ S string }{"netconf"})
		}
		s.pty("xterm", 80, 24)
		s.shell()
		go s.take()
		for range 100 {
			for _, signal := range []string{"INT", "KILL", "TERM", "WINCH"} {
				_, _ = s.SendRequest("signal", false, ssh.Marshal(struct{ S string }{signal}))
				a.sent.Add(1)
			}
		}
	}
	a.hold()
}

func channelsRefused(a *attacker) {
	all := a.connected(4, 4)
	a.each(len(all), func(i int) {
		for n := 0; n < 5000 && a.goes(); n++ {
			if _, _, err := all[i].OpenChannel("nothing", nil); err != nil {
				a.refused.Add(1)
			}
		}
	})
	a.hold()
}

func globalRequests(a *attacker) {
	all := a.connected(4, 4)
	a.each(len(all), func(i int) {
		for a.goes() {
			if _, _, err := all[i].SendRequest("nothing", false, nil); err != nil {
				return
			}
			a.sent.Add(1)
		}
	})
}

func badRequests(a *attacker) {
	kinds := []string{"pty-req", "env", "window-change", "exec", "shell", "window-change", "pty-req", "subsystem", "exec", "env", "signal"}
	for i := 0; i < 300 && a.goes(); i++ {
		c, err := a.connect(i / 8)
		if err != nil {
			continue
		}
		if s, err := c.open(); err == nil {
			for n, kind := range kinds {
				payload := make([]byte, i*n%60)
				_, _ = rand.Read(payload)
				_, _ = s.SendRequest(kind, n%2 == 0, payload)
				a.sent.Add(1)
			}
			if i%3 == 0 {
				_ = s.CloseWrite()
			}
		}
		c.hangUp()
	}
	a.hold()
}
