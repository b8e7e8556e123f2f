package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
)

// oracleFile is where the verified calendars are, seen from this folder.
const oracleFile = "../../calendar/holidays/testdata/calendar-oracle.json"

func main() {
	file := flag.String("oracle", oracleFile, "`file` of the verified calendars")
	all := flag.Bool("all", false, "name the days of all years")
	flag.Parse()
	if err := run(*file, *all); err != nil {
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(1)
	}
}

func run(file string, all bool) error {
	o, err := readOracle(file)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(os.Stdout)
	if err := report(w, o, all); err != nil {
		return err
	}
	return w.Flush()
}
