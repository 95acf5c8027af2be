package filetype

import (
	"bytes"
	"image"
	_ "image/jpeg" // so that sizes can be read
	_ "image/png"
)

// mostPixels is what is taken for a photograph or a scan: a large page at 600 dpi. Four bytes each, it fits into memory.
const mostPixels = 100_000_000

// checkPicture reads the size that a picture claims, without unpacking it.
func checkPicture(content []byte) Problem {
	config, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || config.Width <= 0 || config.Height <= 0 {
		return Damaged
	}
	if config.Width > mostPixels/config.Height {
		return Bomb
	}
	return ""
}
