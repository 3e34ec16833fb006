package tui

import (
	"testing"

	"postern/posts"
)

// course is a blog with tags and a series of three parts, the second of which was written last.
func course(t *testing.T) *posts.Library {
	t.Helper()
	return blog(t, []entry{
		{title: "Sails", date: "2026-01-01", tags: "sea,cloth", body: "See [knots](letter-4.md).", series: "A boat", part: 1},
		{title: "Masts", date: "2026-01-05", tags: "sea,wood", body: "Masts.", series: "A boat", part: 2},
		{title: "Keels", date: "2026-01-03", tags: "sea,wood", body: "Keels.", series: "A boat", part: 3},
		{title: "Knots", date: "2026-01-02", tags: "Sea,cloth", body: "Knots."},
		{title: "Bread", date: "2026-01-04", body: "Bread."},
	})
}

func TestTagsInTheList(t *testing.T) {
	s := reading(t, course(t)).sees("1/5").
		press("tab").sees("tag sea · 1/4").seesNo("Bread").
		press("tab").sees("tag cloth · 1/2", "Sails", "Knots").
		press("shift+tab shift+tab").sees("1/5", "Bread").press("shift+tab").sees("tag wood · 1/2")
	s.press("down enter").sees("Keels.").press("q").sees("tag wood · 2/2").selects("Keels").
		press("esc").sees("3/5").selects("Keels").press("esc").quits(false)
	s.press("tab /masts").sees("tag sea · /masts▏ 1 post").press("esc").sees("tag sea").press("esc").seesNo("tag sea")
	s.press("2 tab").sees("tag cloth")
	reading(t, blog(t, nil)).press("tab").sees("no post has a tag").press("t").sees("no post has a tag or")
}

func TestTopics(t *testing.T) {
	s := reading(t, course(t)).press("t").
		sees("Tags and series", "all posts      5 posts", "series A boat  3 posts", "sea            4 posts", "wood           2 posts").selects("all posts").
		press("boat enter").sees("series A boat · 1/3").seesNo("Knots").selects("Sails").
		press("j").selects("Masts").press("j").selects("Keels").
		press("t").selects("series A boat").press("esc").sees("series A boat · 3/3").
		press("t cloth enter").sees("tag cloth · 1/2").
		press("t home enter").sees("1/5", "Bread")
	s.resize(20, 6).press("t").sees("Tags and series").press("end").selects("wood").press("enter").resize(80, 24).sees("tag wood")
}

func TestRelatedPosts(t *testing.T) {
	s := reading(t, course(t), at("letter-1")).sees("A boat, part 1 of 3 · sea, cloth", "Related", "[2] Masts", "[3] Keels", "[4] Knots", "] newer: Knots")
	s.press("tab tab").sees("[2] → Masts", "enter open")
	if got := reversed(s); got != "[2] Masts" {
		t.Errorf("%q is marked", got)
	}
	s.press("enter").sees("Masts.", "part 2 of 3").press("h").sees("part 1 of 3").press("esc 4 enter").sees("Knots.", "Related", "Sails").
		press("q").selects("Knots")
	s.press("g /masts down enter").sees("part 2 of 3", "[1] Keels", "[2]", "[3]").press("L").sees("3 Sails")
	reading(t, course(t), at("letter-5")).sees("Bread.").seesNo("Related", "part")
	s = reading(t, course(t), at("letter-1"), window(20, 6)).press("tab tab tab tab").sees("[4] → Knots")
	if got := reversed(s); got != "[4] Knots" {
		t.Errorf("%q is marked", got)
	}
}
