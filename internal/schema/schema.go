package main

import (
	"bytes"
	"encoding/json"
)

// A Schema is a JSON Schema of draft 2020-12, with the keywords that are used
// here. A keyword at its zero value is left out; minimum is a pointer because 0
// means something.
type Schema struct {
	Dialect     string `json:"$schema,omitzero"`
	ID          string `json:"$id,omitzero"`
	Ref         string `json:"$ref,omitzero"`
	Title       string `json:"title,omitzero"`
	Description string `json:"description,omitzero"`
	Type        string `json:"type,omitzero"`

	Enum      []string `json:"enum,omitzero"`
	Format    string   `json:"format,omitzero"`
	Pattern   string   `json:"pattern,omitzero"`
	MinLength int      `json:"minLength,omitzero"`
	MaxLength int      `json:"maxLength,omitzero"`

	Minimum *int `json:"minimum,omitzero"`
	Maximum *int `json:"maximum,omitzero"`

	Items    *Schema `json:"items,omitzero"`
	MinItems int     `json:"minItems,omitzero"`
	MaxItems int     `json:"maxItems,omitzero"`

	Required      []string   `json:"required,omitzero"`
	MinProperties int        `json:"minProperties,omitzero"`
	Properties    properties `json:"properties,omitzero"`
	Additional    any        `json:"additionalProperties,omitzero"` // false, or a *Schema

	AnyOf []*Schema `json:"anyOf,omitzero"`

	If   *Schema `json:"if,omitzero"`
	Then *Schema `json:"then,omitzero"`
	Else *Schema `json:"else,omitzero"`

	Defs map[string]*Schema `json:"$defs,omitzero"`
}

// A property is a key of an object. They are listed in the order of the struct,
// in which people read them.
type property struct {
	key    string
	schema *Schema
}

type properties []property

func (p properties) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, m := range p {
		if i > 0 {
			b = append(b, ',')
		}
		key, err := encode(m.key)
		if err != nil {
			return nil, err
		}
		value, err := encode(m.schema)
		if err != nil {
			return nil, err
		}
		b = append(append(append(b, key...), ':'), value...)
	}
	return append(b, '}'), nil
}

// encode writes a value as JSON, with < and > as themselves: they are operators
// in patterns, and this is no web page.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// file is the schema as it is committed.
func (s *Schema) file() ([]byte, error) {
	compact, err := encode(s)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, compact, "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
