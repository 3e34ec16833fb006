package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"postern/keys"
	"postern/posts"
	"postern/sshapp"
)

// keysEvery is how often a running server looks at its host keys: whether the day of one has come, whether a
// certificate is over, whether the owner has made another one.
const keysEvery = time.Hour

// keyring keeps the host keys of a running server as their folder says.
type keyring struct {
	folder keys.Folder
	logger *slog.Logger
	use    func(sshapp.HostKeys) error // gives the server other keys

	mu   sync.Mutex
	last keys.Set // as it was told of
}

// open returns the keys to start with; the first start makes one.
func (k *keyring) open(ctx context.Context) (keys.Set, error) {
	set, err := k.folder.Open(time.Now())
	if err != nil {
		return keys.Set{}, err
	}
	k.tell(ctx, set)
	return set, nil
}

// reload gives the server the keys as they are now, to those who connect from now on. If anything is wrong
// with them, those in use stay.
func (k *keyring) reload(ctx context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := time.Now()
	set, err := k.folder.Renew(now)
	if err == nil {
		err = k.use(served(set, now))
	}
	if err != nil {
		return mendable(err)
	}
	if before, after := summary(k.last), summary(set); before != after {
		k.logger.InfoContext(ctx, "host keys have changed", "before", before, "now", after)
	}
	k.tell(ctx, set)
	return nil
}

// follow reloads the keys from time to time until ctx is done.
func (k *keyring) follow(ctx context.Context) {
	ticker := time.NewTicker(keysEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := k.reload(ctx); err != nil {
			k.logger.ErrorContext(ctx, "host keys cannot be read again, those in use stay", "error", posts.CleanLine(err.Error()))
		}
	}
}

// tell logs what is new since it last did: certificates with their ends, and problems.
func (k *keyring) tell(ctx context.Context, set keys.Set) {
	if lines := certificates(set); !slices.Equal(lines, certificates(k.last)) {
		for _, line := range lines {
			k.logger.InfoContext(ctx, "host certificate", "certificate", line)
		}
	}
	if said(set.Problems) != said(k.last.Problems) {
		for _, problem := range set.Problems {
			k.logger.WarnContext(ctx, "problem with a host key", "problem", posts.CleanLine(mendable(problem).Error()))
		}
	}
	k.last = set
}

// certificates describes the certificates of keys, a line each.
func certificates(set keys.Set) []string {
	var lines []string
	for _, key := range set.Keys {
		if key.Certificate != nil {
			lines = append(lines, certificate(key))
		}
	}
	return lines
}

func certificate(key keys.Key) string {
	until := "for ever"
	if end, ends := key.CertificateEnd(); ends {
		until = "until " + end.UTC().Format(time.DateTime) + " UTC"
	}
	return fmt.Sprintf("“%s” for %s, valid %s", posts.CleanLine(key.Certificate.KeyId),
		posts.CleanLine(strings.Join(key.Certificate.ValidPrincipals, ", ")), until)
}

// served returns what a server offers and announces: certificates first, since who trusts their authority
// needs to know no key.
func served(set keys.Set, now time.Time) sshapp.HostKeys {
	var offered sshapp.HostKeys
	for _, key := range set.With(keys.InUse) {
		if key.CertificateValid(now) {
			if certified, err := ssh.NewCertSigner(key.Certificate, key.Signer); err == nil { // it was read for this key
				offered.InUse = append(offered.InUse, certified)
			}
		}
		offered.InUse = append(offered.InUse, key.Signer)
	}
	for _, key := range set.With(keys.Next) {
		offered.Next = append(offered.Next, key.Signer)
	}
	return offered
}

// summary describes keys in a line of the log.
func summary(set keys.Set) string {
	var each []string
	for _, key := range set.Keys {
		each = append(each, fmt.Sprintf("%s %s %s", key.Type, key.Fingerprint(), key.Role))
	}
	return strings.Join(each, "; ")
}

func said(problems []error) string { return fmt.Sprint(errors.Join(problems...)) }

// mendable puts what mends an error behind it.
func mendable(err error) error {
	if hint := hintOf(err); hint != "" {
		return fmt.Errorf("%w; %s", err, hint)
	}
	return err
}
