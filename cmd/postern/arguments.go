package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"postern/posts"
)

// What is said of arguments that a command does not take. Cobra calls these before a command starts.

// oneFolder takes at most one argument, the folder of the blog.
func oneFolder(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("'%s' takes one folder, but %d are named: %s", cmd.CommandPath(), len(args), strings.Join(args, ", "))
	}
	return nil
}

// completeFolder lets shells complete the name of a folder, the only argument.
func completeFolder(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// arguments takes from least to most of those in the command's usage line.
func arguments(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return fmt.Errorf("an argument is missing: %s", strings.TrimSuffix(cmd.UseLine(), " [flags]"))
		case len(args) > most && most == 0:
			return fmt.Errorf("'%s' takes no argument, but %q is given", cmd.CommandPath(), args[0])
		case len(args) > most:
			return fmt.Errorf("%q is an argument too many: %s", args[most], strings.TrimSuffix(cmd.UseLine(), " [flags]"))
		}
		return nil
	}
}

// knownCommand takes no argument: it stands where a command has to, so it says which one was probably meant.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var known []string
	for _, c := range cmd.Commands() {
		known = append(known, c.Name())
	}
	text := fmt.Sprintf("unknown command %q for %q", args[0], cmd.CommandPath())
	if near := posts.Nearest(args[0], known); near != "" {
		text += fmt.Sprintf("; did you mean %q?", near)
	}
	return errors.New(text)
}

// helpTopic takes the words of a command.
func helpTopic(cmd *cobra.Command, args []string) error {
	topic := cmd.Root()
	for i, word := range args {
		next, _, err := topic.Find([]string{word})
		if err != nil || next == topic {
			return knownCommand(topic, args[i:])
		}
		topic = next
	}
	return nil
}
