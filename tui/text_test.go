package tui

import (
	"slices"
	"testing"
)

func TestFit(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"harbour", 7, "harbour"},
		{"harbour", 6, "harbo…"},
		{"harbour", 1, "…"},
		{"harbour", 0, ""},
		{"harbour", -1, ""},
		{"日本語", 6, "日本語"},
		{"日本語", 5, "日本…"},
		{"日本語", 4, "日…"},
		{"👩‍👩‍👧👩‍👩‍👧", 3, "👩‍👩‍👧…"},
		{"e\u0301e\u0301e\u0301", 2, "e\u0301…"},
	} {
		if got := fit(c.text, c.width); got != c.want {
			t.Errorf("%q in %d cells is %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text         string
		width, limit int
		want         []string
	}{
		{"", 10, 2, nil},
		{"one two three", 0, 2, nil},
		{"one two three", 7, 2, []string{"one two", "three"}},
		{"one two three", 7, 1, []string{"one tw…"}},
		{"one two three", 5, 2, []string{"one", "two…"}},
		{"unbreakable", 4, 9, []string{"unbr", "eaka", "ble"}},
		{"日本語の見出し", 6, 2, []string{"日本語", "の見…"}},
	} {
		if got := wrap(c.text, c.width, c.limit); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d lines of %d cells is %q, want %q", c.text, c.limit, c.width, got, c.want)
		}
	}
}

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		left, right string
		width       int
		want        string
	}{
		{"title", "7%", 10, "title   7%"},
		{"title", "7%", 8, "title 7%"},
		{"title", "7%", 7, "tit… 7%"},
		{"title", "7%", 2, "7%"},
		{"title", "", 3, "ti…"},
		{"", "7%", 4, "  7%"},
		{"日本語", "7%", 8, "日本… 7%"},
	} {
		if got := spread(c.left, c.right, c.width); got != c.want {
			t.Errorf("%q and %q in %d cells are %q, want %q", c.left, c.right, c.width, got, c.want)
		}
	}
}
