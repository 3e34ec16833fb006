package main

import (
	"cmp"
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// release is the version that the linker was told (-ldflags "-X main.release=v1.2.3"), for builds that do not
// know it by themselves, such as the image's. It is never set otherwise.
var release string

func (p program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "postern %s\n", version())
			return err
		},
	}
}

// version is the release, else what Go knows of the module or of the checkout it was built from.
func version() string {
	v, revision := release, ""
	if info, ok := debug.ReadBuildInfo(); ok {
		v = cmp.Or(v, info.Main.Version)
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
	}
	if v = cmp.Or(v, "(devel)"); v == "(devel)" && revision != "" {
		return v + " " + revision
	}
	return v
}
