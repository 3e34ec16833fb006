package main

import (
	"strings"
	"time"
)

// What session channels are asked for, and what they are not.

func hugeWindow(a *attacker) {
	sizes := [][2]uint32{{1<<32 - 1, 1<<32 - 1}, {65535, 65535}, {1, 1e9}, {1e9, 1}, {3000, 3000}, {0, 0}}
	for i, size := range sizes {
		c, err := a.connect(i)
		if err != nil {
			continue
		}
		for range 4 {
			s, err := c.reader(size[0], size[1])
			if err != nil {
				continue
			}
			go s.take()
			_ = s.resize(size[0], size[1])
			a.sent.Add(1)
		}
	}
	a.hold()
}

func manyShells(a *attacker) {
	c, err := a.connect(0)
	for i := 0; i < 5000 && err == nil && a.goes(); i++ {
		if s, err := c.reader(500, 200); err == nil {
			a.made.Add(1)
			go s.take()
		} else {
			a.refused.Add(1)
		}
	}
	a.hold()
}

func environment(a *attacker) {
	variables := []string{
		"TTY_FORCE=1", "TMUX=/tmp/tmux,1,0", "TERM=x/../../../../../../dev/zero", "TERMINFO=/dev", "COLORTERM=\x1b]2;x\x07",
		"LD_PRELOAD=/dev/zero", "LANG=" + strings.Repeat("../", 60) + "dev/zero", "TERM_PROGRAM=tmux", "CLICOLOR_FORCE=1",
	}
	for i, term := range []string{"x/../../../../../../dev/zero", "../../dev/stdin", "\x1b[2J", strings.Repeat("x", 4096), "tmux", ""} {
		c, err := a.connect(i)
		if err != nil {
			continue
		}
		s, err := c.open()
		if err != nil {
			continue
		}
		for _, v := range variables {
			name, value, _ := strings.Cut(v, "=")
			s.setVariable(name, value)
			a.sent.Add(1)
		}
		s.pty(term, 80, 24)
		if s.shell() {
			a.made.Add(1)
		}
		go s.take()
	}
	a.hold()
}

// setVariable asks for an environment variable (RFC 4254, 6.4).
func (s *session) setVariable(name, value string) bool {
	return s.ask("env", struct{ Name, Value string }{name, value})
}

// variables sends what fits into a packet, and then many short ones.
func variables(a *attacker) {
	for _, size := range []int{200 << 10, 100} {
		value := strings.Repeat("A", size)
		c, err := a.connect(0)
		if err != nil {
			continue
		}
		s, err := c.open()
		for i := 0; i < 100_000 && err == nil && a.sent.Load() < 64<<20 && a.goes(); i++ {
			if !s.setVariable([]string{"LANG", "LC_ALL", "COLORTERM", "X"}[i%4], value) {
				a.refused.Add(1)
			}
			a.sent.Add(int64(size))
			if _, _, err := c.SendRequest("there", true, nil); err != nil {
				break
			}
		}
	}
	a.hold()
}

func windowWedge(a *attacker) {
	for i := 0; i < 300 && a.goes(); i++ {
		c, err := a.connect(i / 10)
		if err != nil {
			continue
		}
		if s, err := c.open(); err == nil {
			s.pty("xterm", 80, 24)
			for n := range 20 {
				_ = s.resize(uint32(80+n), 24)
				a.sent.Add(1)
			}
		}
		c.hangUp()
	}
	a.hold()
}

// resizes resizes all the time, and reports by its end that the attack is over.
func (a *attacker) resizes(i int, s *session, every time.Duration) {
	for a.goes() {
		i++
		if s.resize(uint32(20+i%480), uint32(100+i%100)) != nil {
			return
		}
		a.sent.Add(1)
		a.rest(every)
	}
}

func windowStorm(a *attacker) {
	a.readers(80, 4, 20, func(i int, s *session) {
		go s.take()
		a.types(s, inPost)
		a.resizes(i*7, s, 10*time.Millisecond)
	})
}

func stalledResizing(a *attacker) {
	a.readers(40, 1, 20, func(i int, s *session) {
		a.types(s, inPost)
		a.resizes(i*7, s, 20*time.Millisecond)
	})
}

func channelClosed(a *attacker) {
	for _, c := range a.connected(20, 20) {
		if s, err := c.reader(80, 24); err == nil {
			_ = s.Close()
		}
	}
	a.hold()
}

// silentChannels fills the window of each channel that it gets, which is 2 MiB in this library.
func silentChannels(a *attacker) { a.intoSilence(strings.Repeat("A", 32<<10), 1) }

func silentByByte(a *attacker) { a.intoSilence("A", 40) }

// intoSilence sends to channels that ask for nothing, each beside one that reads.
func (a *attacker) intoSilence(chunk string, conns int) {
	all := a.connected(conns, 20)
	a.each(len(all), func(i int) {
		if s, err := all[i].reader(80, 24); err == nil {
			go s.take()
		}
		for a.goes() {
			s, err := all[i].open()
			if err != nil {
				a.refused.Add(1)
				a.rest(100 * time.Millisecond)
				continue
			}
			go func() {
				for a.types(s, chunk) {
				}
			}()
		}
	})
}

func churn(a *attacker) {
	all := a.connected(20, 20)
	a.each(3*len(all), func(i int) {
		for n := 0; n < 10_000 && a.goes(); n++ {
			s, err := all[i/3].open()
			if err != nil {
				a.refused.Add(1)
				a.rest(5 * time.Millisecond)
				continue
			}
			a.made.Add(1)
			s.pty("xterm", 500, 200)
			s.shell()
			_ = s.Close()
		}
	})
	a.hold()
}

func idle(a *attacker) {
	a.connected(100, 20)
	a.hold()
}
