package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"
)

// drawn is a picture with as many colours as pixels.
func drawn(t *testing.T, colours int) (image.Image, []byte) {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, colours, 1))
	for x := range colours {
		picture.SetRGBA(x, 0, color.RGBA{uint8(x), uint8(x >> 8), 7, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return picture, b.Bytes()
}

func TestFewColoursStayAsTheyAre(t *testing.T) {
	for colours, want := range map[int]bool{2: true, mostColours: true, mostColours + 1: false} {
		before, shot := drawn(t, colours)
		small, err := smaller(shot)
		if err != nil {
			t.Fatal(err)
		}
		after, err := png.Decode(bytes.NewReader(small))
		if err != nil {
			t.Fatal(err)
		}
		same := true
		for x := range colours {
			same = same && at(before, x, 0) == at(after, x, 0)
		}
		if same != want {
			t.Errorf("%d colours: unchanged %v, want %v", colours, same, want)
		}
	}
}

func TestWhatIsNoPictureIsRefused(t *testing.T) {
	if _, err := smaller([]byte("no picture")); err == nil {
		t.Error("no error")
	}
}
