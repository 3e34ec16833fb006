package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"golang.org/x/crypto/ssh"
)

// How honest clients ask for a command or fetch a file, each from an address of its own.

// honest opens a connection and a session, and calls f with it.
func honest(addr string, number int, f func(s *session) error) error {
	raw, err := dialFrom(context.Background(), net.IPv4(127, 8, byte(number/250), byte(1+number%250)), addr)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer raw.Close()
	c, err := handshake(raw, ssh.Config{})
	if err != nil {
		return fmt.Errorf("log in: %w", err)
	}
	_ = raw.SetDeadline(time.Now().Add(patience))
	s, err := c.open()
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	if err := f(s); err != nil {
		return err
	}
	return c.Close()
}

var errNothing = errors.New("nothing came")

// commandVisit is the visit of someone who runs a command.
func commandVisit(command string) func(addr, shows string, number int) error {
	return func(addr, _ string, number int) error {
		return honest(addr, number, func(s *session) error {
			if !s.run(command) {
				return errRefused
			}
			if n, err := io.Copy(io.Discard, s); n == 0 || err != nil {
				return fmt.Errorf("%w: %w", errNothing, err)
			}
			return nil
		})
	}
}

// fileVisit is the visit of someone who fetches a post, as sftp does.
func fileVisit(addr, _ string, number int) error {
	return honest(addr, number, func(s *session) error {
		if !s.sftp() {
			return errRefused
		}
		for _, request := range [][]byte{
			sftpRequest(sftpInit, uint32(3)),
			sftpRequest(sftpOpen, uint32(1), "posts/what-attackers-look-at.md", uint32(1), uint32(0)),
			sftpRequest(sftpRead, uint32(2), "1", uint64(0), uint32(32<<10)),
		} {
			if _, err := s.Write(request); err != nil {
				return err
			}
			answer, err := sftpAnswer(s)
			if err != nil {
				return err
			}
			if answer == sftpStatus {
				return errRefused
			}
		}
		return s.CloseWrite()
	})
}

// sftpAnswer reads one answer and returns its kind.
func sftpAnswer(r io.Reader) (kind byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, err
	}
	_, err = io.CopyN(io.Discard, r, int64(binary.BigEndian.Uint32(head[:]))-1)
	return head[4], err
}
