package keys

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"golang.org/x/crypto/ssh"
)

// certificateWarning is how long before its end the owner is told of a certificate; of one that lives for
// less than three times as long, in its last third.
const certificateWarning = 14 * 24 * time.Hour

// readCertificate loads the host certificate beside a key of a user's, if there is one. A file that is none for this key is
// refused. One whose time is not now, or ends soon, is a problem.
func (k *Key) readCertificate(now time.Time, user int) (problem, err error) {
	file := k.File + certificateSuffix
	data, err := readLimited(file, user)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, k.badCertificate("the certificate cannot be read", err)
	}
	public, _, _, _, err := ssh.ParseAuthorizedKey(data)
	if err != nil {
		return nil, k.badCertificate("it is not a certificate", err)
	}
	certificate, ok := public.(*ssh.Certificate)
	switch {
	case !ok:
		return nil, k.badCertificate("it is a key, not a certificate", nil)
	case certificate.CertType != ssh.HostCert:
		return nil, k.badCertificate("it is a certificate for a user, not for a host", nil)
	case !bytes.Equal(certificate.Key.Marshal(), k.Signer.PublicKey().Marshal()):
		return nil, k.badCertificate("it is the certificate of another key", nil)
	}
	if err := checkSignature(certificate); err != nil {
		return nil, k.badCertificate("it is not a valid certificate", err)
	}
	k.Certificate = certificate
	return k.certificateProblem(now), nil
}

// checkSignature checks all of a certificate but its names, which clients compare, and its time.
func checkSignature(certificate *ssh.Certificate) error {
	checker := ssh.CertChecker{Clock: func() time.Time { return unix(certificate.ValidAfter) }}
	principal := ""
	if len(certificate.ValidPrincipals) > 0 {
		principal = certificate.ValidPrincipals[0]
	}
	return checker.CheckCert(principal, certificate)
}

// CertificateValid reports whether the key has a certificate that clients accept at now.
func (k Key) CertificateValid(now time.Time) bool {
	end, ends := k.CertificateEnd()
	return k.Certificate != nil && !now.Before(unix(k.Certificate.ValidAfter)) && (!ends || now.Before(end))
}

// CertificateEnd returns when the key's certificate expires; ends is false if it never does, or there is none.
func (k Key) CertificateEnd() (end time.Time, ends bool) {
	if k.Certificate == nil || k.Certificate.ValidBefore == ssh.CertTimeInfinity {
		return time.Time{}, false
	}
	return unix(k.Certificate.ValidBefore), true
}

// certificateProblem says what the owner should know of a certificate's time, nil if nothing.
func (k Key) certificateProblem(now time.Time) error {
	from := unix(k.Certificate.ValidAfter)
	until, ends := k.CertificateEnd()
	var reason string
	switch {
	case now.Before(from):
		reason = "it is not valid before " + from.UTC().Format(time.DateTime) + " UTC, and is not served"
	case !ends:
		return nil
	case !now.Before(until):
		reason = "it has expired on " + until.UTC().Format(time.DateTime) + " UTC, and is not served any more"
	case until.Sub(now) < min(certificateWarning, until.Sub(from)/3):
		reason = "it expires on " + until.UTC().Format(time.DateTime) + " UTC"
	default:
		return nil
	}
	return k.badCertificate(reason, nil)
}

// unix is a time of a certificate, which counts to beyond what time.Time can.
func unix(seconds uint64) time.Time { return time.Unix(int64(min(seconds, 1<<40)), 0) }

func (k Key) badCertificate(reason string, err error) error {
	file := k.File + certificateSuffix
	return &Error{
		File:   file,
		Reason: reason,
		Hint: fmt.Sprintf("sign the key again: ssh-keygen -s CA -I NAME -h -n HOSTS %s; or do without: rm %s",
			quote(k.File+publicSuffix), quote(file)),
		Err: err,
	}
}

// readLimited returns the content of a file of a user's that anybody may read.
func readLimited(file string, user int) ([]byte, error) {
	f, err := openFor(file, user)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFileSize+1))
	if err == nil && len(data) > maxFileSize {
		err = fmt.Errorf("it has more than %d bytes", maxFileSize)
	}
	return data, err
}
