package crypt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"

	"openiq/internal/platform/clock"
)

// Epoch is a key that wraps data keys. A new one is made every month; an old one is destroyed once the backups that
// could need it are gone, and with it the data keys in stolen copies of them.
type Epoch struct {
	ID   uint32
	Made time.Time
}

// EpochKept is how long an epoch key is kept at least: as long as backups are.
const EpochKept = 90 * 24 * time.Hour

// epochs are the epoch keys of a key file as it was at one time.
type epochs struct {
	wrap tink.AEAD // with the newest; unwraps with all
	list []Epoch   // the oldest first
	read os.FileInfo
}

func (e *epochs) newest() Epoch { return e.list[len(e.list)-1] }

func (e *epochs) has(id uint32) bool {
	return slices.ContainsFunc(e.list, func(k Epoch) bool { return k.ID == id })
}

// ErrNoEpoch says that a data key was wrapped with an epoch key which the key file does not have (any more, or yet).
var ErrNoEpoch = errors.New("the key file lacks an epoch key")

// Epochs are the epoch keys of the file, the oldest first; data keys are wrapped with the last.
func (k *Keys) Epochs() ([]Epoch, error) {
	e, err := k.current()
	if err != nil {
		return nil, err
	}
	return slices.Clone(e.list), nil
}

func (k *Keys) wrap(owner string, raw []byte) (Wrapped, error) {
	e, err := k.current()
	if err != nil {
		return Wrapped{}, err
	}
	sealed, err := e.wrap.Encrypt(raw, []byte(owner))
	if err != nil {
		return Wrapped{}, fmt.Errorf("wrapping a data key: %w", err)
	}
	return Wrapped{Epoch: e.newest().ID, Key: sealed}, nil
}

// tinkPrefix is how long Tink's prefix is: a version and the key's number.
const tinkPrefix = 5

func (k *Keys) unwrap(owner string, wrapped []byte) ([]byte, error) {
	if len(wrapped) < tinkPrefix {
		return nil, errors.New("unwrapping a data key: not wrapped")
	}
	id := binary.BigEndian.Uint32(wrapped[1:])
	e := k.epochs.Load()
	if !e.has(id) { // renewed since by another process
		var err error
		if e, err = k.current(); err != nil {
			return nil, err
		}
		if !e.has(id) {
			return nil, fmt.Errorf("%w: %d", ErrNoEpoch, id)
		}
	}
	raw, err := e.wrap.Decrypt(wrapped, []byte(owner))
	if err != nil {
		return nil, errors.New("unwrapping a data key: it is another's, or was changed")
	}
	return raw, nil
}

// current are the epoch keys as the file has them now: another process may have renewed them.
func (k *Keys) current() (*epochs, error) {
	e := k.epochs.Load()
	info, err := os.Stat(k.path)
	if err == nil && info.ModTime().Equal(e.read.ModTime()) && os.SameFile(info, e.read) {
		return e, nil
	}
	file, info, err := readKeyFile(k.path)
	if err != nil {
		return nil, err
	}
	if e, err = file.epochs(info); err != nil {
		return nil, fmt.Errorf("%s has no epoch keys", k.path)
	}
	k.epochs.Store(e)
	return e, nil
}

func (f *keyFile) epochs(info os.FileInfo) (*epochs, error) {
	handle, err := read(f.Epochs)
	if err != nil {
		return nil, err
	}
	e := &epochs{read: info}
	for id, made := range f.Made {
		e.list = append(e.list, Epoch{ID: id, Made: made})
	}
	slices.SortFunc(e.list, func(a, b Epoch) int { return a.Made.Compare(b.Made) })
	primary, err := handle.Primary()
	if err != nil || len(e.list) != handle.Len() || e.newest().ID != primary.KeyID() {
		return nil, errors.New("crypt: the epoch keys and their dates do not fit")
	}
	e.wrap, err = aead.New(handle)
	return e, err
}

// addEpoch makes another epoch key the one that wraps.
func (f *keyFile) addEpoch(now time.Time) error {
	manager := keyset.NewManager()
	if f.Epochs != nil {
		handle, err := read(f.Epochs)
		if err != nil {
			return err
		}
		manager = keyset.NewManagerFromHandle(handle)
	}
	id, err := manager.Add(aead.AES256GCMKeyTemplate())
	if err != nil {
		return err
	}
	if err := manager.SetPrimary(id); err != nil {
		return err
	}
	if f.Made == nil {
		f.Made = map[uint32]time.Time{}
	}
	now = now.UTC().Truncate(time.Second)
	for _, made := range f.Made { // the newest is last, also where a clock was set back
		if !now.After(made) {
			now = made.Add(time.Second)
		}
	}
	f.Made[id] = now
	return f.keep(manager)
}

func (f *keyFile) keep(manager *keyset.Manager) error {
	handle, err := manager.Handle()
	if err == nil {
		f.Epochs, err = clearText(handle)
	}
	return err
}

// dropEpochs removes what is older than EpochKept, is not the newest and is not used, and tells how many were removed.
func (f *keyFile) dropEpochs(now time.Time, used map[uint32]bool) (int, error) {
	handle, err := read(f.Epochs)
	if err != nil {
		return 0, err
	}
	primary, err := handle.Primary()
	if err != nil {
		return 0, err
	}
	manager := keyset.NewManagerFromHandle(handle)
	dropped := 0
	for id, made := range f.Made {
		if id == primary.KeyID() || used[id] || now.Sub(made) <= EpochKept {
			continue
		}
		if err := manager.Delete(id); err != nil {
			return 0, err
		}
		delete(f.Made, id)
		dropped++
	}
	return dropped, f.keep(manager)
}

// Renew adds an epoch key to a key file: from now on every data key is wrapped with it, also by processes under way.
// Those wrapped before stay readable; see [Keys.Rewrap].
func Renew(path string, now time.Time) error {
	return change(path, func(f *keyFile) error { return f.addEpoch(now) })
}

// Drop destroys the epoch keys that nobody needs any more: made more than [EpochKept] ago, not the newest, and not among
// those in use. It tells how many.
func Drop(path string, now time.Time, used map[uint32]bool) (int, error) {
	dropped := 0
	err := change(path, func(f *keyFile) (err error) {
		dropped, err = f.dropEpochs(now, used)
		return err
	})
	return dropped, err
}

// firstEpoch gives a key file from the time before epoch keys its first one.
func firstEpoch(path string) error {
	return change(path, func(f *keyFile) error {
		if f.Epochs != nil {
			return nil
		}
		return f.addEpoch(clock.System.Now())
	})
}
