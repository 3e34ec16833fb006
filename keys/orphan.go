package keys

import (
	"path/filepath"
	"slices"

	"golang.org/x/crypto/ssh"
)

// orphans returns a problem for each public half that lies alone, though its private half lies in the folder under
// another name. One whose private half is nowhere is refused: that key is lost.
func (f Folder) orphans(alone []string, active []Key) (problems []error, err error) {
	if len(alone) == 0 {
		return nil, nil
	}
	retired, _ := f.Retired()
	there := slices.Concat(active, retired)
	for _, name := range alone {
		file := filepath.Join(f.Path, name)
		i := slices.IndexFunc(there, f.halfIn(file))
		if i < 0 {
			return nil, lost(file)
		}
		problems = append(problems, &Error{
			File:   file,
			Reason: "it is left over: its private half is " + quote(there[i].File),
			Hint:   "rm " + quote(file),
		})
	}
	return problems, nil
}

// halfIn returns whether the public half in a file is that of a key.
func (f Folder) halfIn(file string) func(Key) bool {
	data, err := readLimited(file, f.owner())
	if err != nil {
		return func(Key) bool { return false }
	}
	public, _, _, _, err := ssh.ParseAuthorizedKey(data)
	return func(k Key) bool {
		return err == nil && string(public.Marshal()) == string(k.Signer.PublicKey().Marshal())
	}
}
