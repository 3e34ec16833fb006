package sshapp_test

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"postern/posts"
	"postern/sshapp"
	"postern/sshapp/sshtest"
)

// What is typed while an answer takes long is not left to the SSH library, which keeps 2 MiB of it, in as many pieces as it
// came in; and its beginning is answered.
func TestMuchIsTypedWhileAnAnswerTakesLong(t *testing.T) {
	asked, answer := make(chan struct{}), make(chan struct{})
	server := sshtest.Serve(t, blog(t), sshtest.Config{
		Limits: func(l *sshapp.Limits) { l.InboundRate = 64 << 20 },
		Search: func(context.Context, string, int) ([]posts.Hit, error) {
			close(asked)
			<-answer
			return nil, nil
		},
	})
	session, err := server.Dial(t, "plain").Client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	stdin, err := session.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var printed strings.Builder
	session.Stdout = &printed
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(stdin, "/all\n"); err != nil {
		t.Fatal(err)
	}
	<-asked
	typed := make(chan error)
	go func() {
		_, err := io.WriteString(stdin, "3\n"+strings.Repeat(" ", 3<<20))
		typed <- err
	}()
	select {
	case err := <-typed:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(sshtest.Patience):
		t.Fatal("nobody reads what is typed")
	}
	close(answer)
	if err := stdin.Close(); err != nil {
		t.Fatal(err)
	}
	if err := session.Wait(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(printed.String(), "It all began here.") {
		t.Errorf("what was typed first was not answered: %q", printed.String())
	}
}
