// Verifies a log of ours with Go's own code, golang.org/x/mod/sumdb, unmodified:
// the signed note, inclusion of entries, and that the log continues an older one.
//
//	verify_log FOLDER VKEY OLDER-CHECKPOINT PROOFS-DIRECTORY INDEX...
//
// It prints "verified N entries of SIZE" or, with exit code 1, what Go refuses.
// Our own code is the mapping of paths and the three lines of a checkpoint only.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// folder reads tiles as C2SP names them: Go's path without the height.
type folder string

func (f folder) Height() int { return height }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// entry reads one entry from its bundle; it is C2SP's, Go knows no such bundles.
func (f folder) entry(index, size int64) ([]byte, error) {
	tile := tlog.TileForIndex(height, tlog.StoredHashIndex(0, index))
	tile.W = 1 << height
	if rest := size - tile.N<<height; rest < 1<<height {
		tile.W = int(rest)
	}
	path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
	data, err := os.ReadFile(filepath.Join(string(f), path))
	if err != nil {
		return nil, err
	}
	for skip := index % (1 << height); skip > 0; skip-- {
		data = data[2+int(binary.BigEndian.Uint16(data)):]
	}
	return data[2 : 2+int(binary.BigEndian.Uint16(data))], nil
}

func openCheckpoint(path, vkey string) (tree tlog.Tree, err error) {
	encoded, err := os.ReadFile(path)
	if err != nil {
		return tree, err
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tree, err
	}
	opened, err := note.Open(encoded, note.VerifierList(verifier))
	if err != nil {
		return tree, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tree, fmt.Errorf("not a checkpoint of this log: %q", opened.Text)
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, err
}

// proof reads hashes in Base64, one a line, as our own code wrote them.
func proof(path string) (hashes []tlog.Hash, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	for _, line := range strings.Fields(string(text)) {
		raw, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(raw) != tlog.HashSize {
			return nil, fmt.Errorf("malformed hash %q", line)
		}
		var hash tlog.Hash
		copy(hash[:], raw)
		hashes = append(hashes, hash)
	}
	return hashes, nil
}

func verifyEntry(log folder, tree tlog.Tree, proofs string, index int64) error {
	entry, err := log.entry(index, tree.N)
	if err != nil {
		return err
	}
	leaf := tlog.RecordHash(entry)
	theirs, err := tlog.ProveRecord(tree.N, index, tlog.TileHashReader(tree, log))
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(theirs, tree.N, tree.Hash, index, leaf); err != nil {
		return err
	}
	ours, err := proof(filepath.Join(proofs, strconv.FormatInt(index, 10)))
	if err != nil {
		return err
	}
	return tlog.CheckRecord(ours, tree.N, tree.Hash, index, leaf)
}

func verifyGrowth(log folder, tree, older tlog.Tree, proofs string) error {
	theirs, err := tlog.ProveTree(tree.N, older.N, tlog.TileHashReader(tree, log))
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(theirs, tree.N, tree.Hash, older.N, older.Hash); err != nil {
		return err
	}
	ours, err := proof(filepath.Join(proofs, "consistency"))
	if err != nil {
		return err
	}
	return tlog.CheckTree(ours, tree.N, tree.Hash, older.N, older.Hash)
}

func run(arguments []string) error {
	log, vkey, olderPath, proofs := folder(arguments[0]), arguments[1], arguments[2], arguments[3]
	tree, err := openCheckpoint(filepath.Join(string(log), "checkpoint"), vkey)
	if err != nil {
		return err
	}
	older, err := openCheckpoint(olderPath, vkey)
	if err != nil {
		return err
	}
	for _, argument := range arguments[4:] {
		index, err := strconv.ParseInt(argument, 10, 64)
		if err != nil {
			return err
		}
		if err := verifyEntry(log, tree, proofs, index); err != nil {
			return fmt.Errorf("entry %d: %v", index, err)
		}
	}
	if err := verifyGrowth(log, tree, older, proofs); err != nil {
		return fmt.Errorf("growth from %d: %v", older.N, err)
	}
	fmt.Printf("verified %d entries of %d\n", len(arguments)-4, tree.N)
	return nil
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
