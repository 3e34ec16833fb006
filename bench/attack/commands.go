package main

import (
	"encoding/binary"
	"fmt"
	"strings"
	"time"
)

// What is asked for in commands and over SFTP.

// runs runs a command and waits for its end, unless it is refused.
func (a *attacker) runs(c *client, command string) bool {
	s, err := c.open()
	if err != nil {
		a.refused.Add(1)
		return false
	}
	defer s.Close()
	if !s.run(command) {
		a.refused.Add(1)
		return false
	}
	a.made.Add(1)
	s.take()
	return true
}

func longCommand(a *attacker) {
	for i := 0; i < 200 && a.goes(); i++ {
		c, err := a.connect(i / 10)
		if err != nil {
			continue
		}
		for _, size := range []int{255 << 10, 5000, 4090} {
			a.runs(c, strings.Repeat("a ", size/2))
		}
		_ = c.Close()
	}
	a.hold()
}

// often runs commands at the same time from 40 sources, n in all, as fast as the server lets them.
func (a *attacker) often(n int, command string) {
	const sources = 40
	a.each(sources, func(i int) {
		for range n / sources {
			if !a.goes() {
				return
			}
			c, err := a.connect(i)
			if err != nil {
				a.rest(250 * time.Millisecond)
				continue
			}
			for a.goes() && a.runs(c, command) {
			}
			_ = c.Close()
		}
	})
	a.hold()
}

func lists(a *attacker) { a.often(10_000, "list --limit 10000 --json") }

func searches(a *attacker) { a.often(10_000, heavySearch) }

func layoutsOfOne(a *attacker) { a.layouts(1) }

func layoutsOfMany(a *attacker) { a.layouts(10) }

// layouts reads the long post in 16 sessions of each source, never twice at the same width in a row.
func (a *attacker) layouts(sources int) {
	const sessions, least, most = 16, 20, 400 // the widths in cells
	a.each(sources*sessions, func(i int) {
		c, err := a.connect(i / sessions)
		if err != nil {
			return
		}
		for n := i; a.goes(); n++ {
			if !a.runs(c, fmt.Sprintf("read long --width %d", least+n*7%(most-least))) {
				a.rest(250 * time.Millisecond)
			}
		}
	})
	a.hold()
}

// heavySearch finds nearly every post.
const heavySearch = "search the words of a"

// SFTP requests of version 3 (draft-ietf-secsh-filexfer-02).
const (
	sftpInit = 1
	sftpOpen = 3
	sftpRead = 5

	sftpStatus = 101
)

// sftpRequest returns a request whose payload begins with its number.
func sftpRequest(kind byte, payload ...any) []byte {
	packet := []byte{0, 0, 0, 0, kind}
	for _, field := range payload {
		switch field := field.(type) {
		case string:
			packet = binary.BigEndian.AppendUint32(packet, uint32(len(field)))
			packet = append(packet, field...)
		case uint32:
			packet = binary.BigEndian.AppendUint32(packet, field)
		case uint64:
			packet = binary.BigEndian.AppendUint64(packet, field)
		}
	}
	binary.BigEndian.PutUint32(packet, uint32(len(packet)-4))
	return packet
}

// files opens SFTP sessions, on as many connections of two sources, and gives each to f.
func (a *attacker) files(n int, f func(s *session)) {
	all := a.connected(n, n/2)
	a.each(len(all), func(i int) {
		s, err := all[i].open()
		if err != nil || !s.sftp() {
			a.refused.Add(1)
			return
		}
		if _, err := s.Write(sftpRequest(sftpInit, uint32(3))); err == nil {
			f(s)
		}
	})
	a.hold()
}

func sftpHandles(a *attacker) {
	a.files(16, func(s *session) {
		go s.take()
		for i := uint32(0); i < 10_000 && a.types(s, string(sftpRequest(sftpOpen, i, largeFile, uint32(1), uint32(0)))); i++ {
		}
	})
}

func sftpReads(a *attacker) {
	a.files(16, func(s *session) {
		a.types(s, string(sftpRequest(sftpOpen, uint32(1), largeFile, uint32(1), uint32(0))))
		for i := uint32(2); a.types(s, string(sftpRequest(sftpRead, i, "1", uint64(0), uint32(32<<10)))); i++ {
			a.rest(2 * time.Millisecond)
		}
	})
}

func tarStalled(a *attacker) {
	all := a.connected(16, 8)
	a.each(len(all), func(i int) {
		s, err := all[i].open()
		if err == nil && s.run("tar") {
			a.made.Add(1)
		}
	})
	a.hold()
}
