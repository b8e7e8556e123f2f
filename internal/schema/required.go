package main

import (
	"encoding/json"
	"errors"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rescind-go/rescind/policy"
)

// A door reads JSON and returns the places of the faults that it finds.
type door func(text []byte) (paths []string)

// documentDoor is Parse and Compile.
func documentDoor(text []byte) (paths []string) {
	d, err := policy.Parse(text)
	if err == nil {
		_, err = policy.Compile(d, policy.Sources{Zone: func(string) (*time.Location, error) { return time.UTC, nil }})
	}
	all := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	}
	for _, err := range all {
		var fault *policy.DocumentError
		if errors.As(err, &fault) {
			paths = append(paths, fault.Path)
		}
	}
	return paths
}

// snapshotDoor is ParseSnapshot, which tells the first fault only.
func snapshotDoor(text []byte) (paths []string) {
	_, err := policy.ParseSnapshot(text)
	var fault *policy.SnapshotError
	if errors.As(err, &fault) {
		paths = append(paths, fault.Path)
	}
	return paths
}

// required finds the fields, as "Rule.ID", that a door misses when they are
// left out. The door is asked with a hollow value, that has every object and
// list and nothing in them. A key that the type leaves out when it is zero is
// never required: where the door misses it, that is because of another.
func required(t reflect.Type, ask door) (map[string]bool, error) {
	found := map[string]bool{}
	value := hollow(t, nil)
	for {
		text, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		more := false
		for _, path := range ask(text) {
			owner, field, object, ok := find(t, value, path)
			if !ok {
				continue // it is about no single key
			}
			key, always := keyOf(field)
			if name := owner.Name() + "." + field.Name; always && !found[name] {
				found[name], more = true, true
			}
			// Filled in, it lets the door look further.
			switch {
			case object[key] != nil:
			case field.Type == reflect.TypeFor[time.Time]():
				object[key], more = "2020-02-09T09:00:00Z", true
			case field.Type.Kind() == reflect.String:
				object[key], more = "x", true
			}
		}
		if !more {
			return found, nil
		}
	}
}

// refuse is the key with which a rule needs nothing else.
const refuse = "refuse"

// missed finds, for a list at the top such as terminate_now, the keys that the
// door misses in an element that has nothing, unless it refuses. They depend on
// the list, and so the type does not always write them.
func missed(t reflect.Type, list string, ask door) (keys []string) {
	for _, f := range fields(t) {
		key, always := keyOf(f)
		path := list + "[0]." + key
		if !always && slices.Contains(ask([]byte(`{"`+list+`":[{}]}`)), path) &&
			!slices.Contains(ask([]byte(`{"`+list+`":[{"`+refuse+`":true}]}`)), path) {
			keys = append(keys, key)
		}
	}
	return keys
}

// hollow is a value of type t with an element in every list of objects, and
// without anything else. In a type that contains itself it goes round once.
func hollow(t reflect.Type, above []reflect.Type) map[string]any {
	object := map[string]any{}
	for _, a := range above {
		if a == t {
			return object
		}
	}
	above = append(above[:len(above):len(above)], t)
	for _, f := range fields(t) {
		key, _ := keyOf(f)
		switch {
		case plain(f.Type):
			object[key] = hollow(f.Type, above)
		case f.Type.Kind() == reflect.Slice && plain(f.Type.Elem()):
			object[key] = []any{hollow(f.Type.Elem(), above)}
		}
	}
	return object
}

// plain reports whether t is a struct that is read field by field.
func plain(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && !reads(t)
}

var index = regexp.MustCompile(`^(\w+)(?:\[(\d+)\])?$`)

// find follows a path such as "charges[0].id" to the struct type and the field
// at its end, and to the object that has or lacks the key.
func find(t reflect.Type, object map[string]any, path string) (owner reflect.Type, field reflect.StructField, in map[string]any, ok bool) {
	steps := strings.Split(path, ".")
	for n, step := range steps {
		m := index.FindStringSubmatch(step)
		field = reflect.StructField{}
		for _, f := range fields(t) {
			if key, _ := keyOf(f); m != nil && key == m[1] {
				field = f
			}
		}
		if field.Name == "" {
			break
		}
		if n == len(steps)-1 {
			return t, field, object, true
		}
		next := object[m[1]]
		t = field.Type
		if list, ok := next.([]any); ok {
			i, err := strconv.Atoi(m[2])
			if err != nil || i >= len(list) {
				break
			}
			next, t = list[i], t.Elem()
		}
		inner, ok := next.(map[string]any)
		if !ok {
			break
		}
		object = inner
	}
	return nil, reflect.StructField{}, nil, false
}
