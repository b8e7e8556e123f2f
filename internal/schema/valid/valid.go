// Package valid holds JSON against a JSON Schema, in tests. It knows the
// keywords that internal/schema writes and refuses any other, so that none is
// written and not tested.
package valid

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Schema is a schema that was read.
type Schema struct {
	root     map[string]any
	patterns map[string]*regexp.Regexp
}

// Read reads the schema in a file. It is an error if it has an unknown keyword.
func Read(path string) (*Schema, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	s := &Schema{patterns: map[string]*regexp.Regexp{}}
	if err := json.Unmarshal(text, &s.root); err != nil {
		return nil, err
	}
	return s, s.read(s.root, "#")
}

// Where a schema holds others.
var (
	inOne  = []string{"items", "additionalProperties", "if", "then", "else"}
	inMany = []string{"properties", "$defs"}
	inList = "anyOf"
	others = strings.Fields(`$schema $id $ref title description type format enum pattern minLength maxLength minimum maximum
		minItems maxItems required minProperties`)
)

// read checks keywords and references, and compiles patterns.
func (s *Schema) read(schema map[string]any, path string) error {
	for keyword, v := range schema {
		var err error
		at := path + "/" + keyword
		switch inner, object := v.(map[string]any); {
		case slices.Contains(inOne, keyword) && object:
			err = s.read(inner, at)
		case slices.Contains(inMany, keyword) && object:
			for key, one := range inner {
				if one, ok := one.(map[string]any); !ok {
					err = fmt.Errorf("%s/%s is no schema", at, key)
				} else if err == nil {
					err = s.read(one, at+"/"+key)
				}
			}
		case keyword == inList:
			all, ok := v.([]any)
			if !ok {
				err = fmt.Errorf("%s is no list", at)
			}
			for i := range all {
				if one, ok := all[i].(map[string]any); !ok {
					err = fmt.Errorf("%s/%d is no schema", at, i)
				} else if err == nil {
					err = s.read(one, fmt.Sprintf("%s/%d", at, i))
				}
			}
		case keyword == "additionalProperties" && v == false:
		case keyword == "pattern":
			text := fmt.Sprint(v)
			s.patterns[text], err = regexp.Compile(text)
		case keyword == "$ref":
			if s.target(v) == nil {
				err = fmt.Errorf("%s leads nowhere", at)
			}
		case !slices.Contains(others, keyword):
			err = fmt.Errorf("%s is a keyword that is not known here, or not in this form", at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// target is the definition that a reference points to.
func (s *Schema) target(ref any) map[string]any {
	name, ok := strings.CutPrefix(fmt.Sprint(ref), "#/$defs/")
	defs, ok2 := s.root["$defs"].(map[string]any)
	if !ok || !ok2 {
		return nil
	}
	found, _ := defs[name].(map[string]any)
	return found
}

// Check returns the first fault of a text, or nil.
func (s *Schema) Check(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return err
	}
	if d.More() {
		return fmt.Errorf("more than one value")
	}
	return s.value(s.root, v, "")
}

func (s *Schema) value(schema map[string]any, v any, path string) error {
	fault := func(format string, args ...any) error {
		return fmt.Errorf("%s: %s", strings.TrimPrefix(path, "."), fmt.Sprintf(format, args...))
	}
	if ref, ok := schema["$ref"]; ok {
		if err := s.value(s.target(ref), v, path); err != nil {
			return err
		}
	}
	if want, ok := schema["type"]; ok && !is(v, want) {
		return fault("want type %s", want)
	}
	if words, ok := schema["enum"].([]any); ok && !slices.Contains(words, one(v)) {
		return fault("%v is not one of %v", v, words)
	}
	if all, ok := schema["anyOf"].([]any); ok {
		var err error
		for _, one := range all {
			if err = s.value(one.(map[string]any), v, path); err == nil {
				break
			}
		}
		if err != nil {
			return err
		}
	}
	if of, ok := schema["if"].(map[string]any); ok {
		then := "else"
		if s.value(of, v, path) == nil {
			then = "then"
		}
		if next, ok := schema[then].(map[string]any); ok {
			if err := s.value(next, v, path); err != nil {
				return err
			}
		}
	}
	switch v := v.(type) {
	case string:
		if pattern, ok := schema["pattern"].(string); ok && !s.patterns[pattern].MatchString(v) {
			return fault("%q does not match %s", v, pattern)
		}
		if n := utf8.RuneCountInString(v); !within(schema, "Length", n) {
			return fault("%d characters", n)
		}
	case json.Number:
		f, _ := v.Float64()
		if least, ok := schema["minimum"].(float64); ok && f < least {
			return fault("%s is less than %v", v, least)
		}
		if most, ok := schema["maximum"].(float64); ok && f > most {
			return fault("%s is more than %v", v, most)
		}
	case []any:
		if !within(schema, "Items", len(v)) {
			return fault("%d elements", len(v))
		}
		items, ok := schema["items"].(map[string]any)
		for i := range v {
			if !ok {
				break
			}
			if err := s.value(items, v[i], fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return err
			}
		}
	case map[string]any:
		return s.object(schema, v, path, fault)
	}
	return nil
}

func (s *Schema) object(schema, v map[string]any, path string, fault func(string, ...any) error) error {
	if !within(schema, "Properties", len(v)) {
		return fault("%d keys", len(v))
	}
	required, _ := schema["required"].([]any)
	for _, key := range required {
		if _, ok := v[fmt.Sprint(key)]; !ok {
			return fault("want the key %s", key)
		}
	}
	properties, _ := schema["properties"].(map[string]any)
	for key, inner := range v {
		one, ok := properties[key].(map[string]any)
		if !ok {
			if schema["additionalProperties"] == false {
				return fault("unknown key %q", key)
			}
			if one, ok = schema["additionalProperties"].(map[string]any); !ok {
				continue
			}
		}
		if err := s.value(one, inner, path+"."+key); err != nil {
			return err
		}
	}
	return nil
}

// is reports whether v is of a type. A whole number is an integer however it is
// written.
func is(v, want any) bool {
	switch v := v.(type) {
	case string:
		return want == "string"
	case bool:
		return want == "boolean"
	case []any:
		return want == "array"
	case map[string]any:
		return want == "object"
	case json.Number:
		f, err := v.Float64()
		return want == "number" || want == "integer" && err == nil && f == math.Trunc(f)
	}
	return want == "null"
}

// one is v if it can be compared with a word.
func one(v any) any {
	if text, ok := v.(string); ok {
		return text
	}
	return nil
}

// within holds n to the bounds minOf and maxOf.
func within(schema map[string]any, of string, n int) bool {
	least, ok := schema["min"+of].(float64)
	most, ok2 := schema["max"+of].(float64)
	return (!ok || n >= int(least)) && (!ok2 || n <= int(most))
}
