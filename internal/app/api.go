package app

import (
	"github.com/danielgtaylor/huma/v2"

	authorityapi "openiq/internal/authority/api"
	occupationapi "openiq/internal/occupation/api"
	"openiq/internal/platform/web/openapi"
	postcodeapi "openiq/internal/postcode/api"
	recognitionapi "openiq/internal/recognition/api"
)

// api is the interface for other programs, with the operations of every room.
func (p *Program) api() *openapi.API {
	a := openapi.New(openapi.Options{Info: apiInfo, Tags: apiTags, English: p.bundle.Printer("en"), Clock: p.db.Clock()})
	occupationapi.Register(a, p.occupations)
	postcodeapi.Register(a, p.postcodes)
	authorityapi.Register(a, p.authorities, p.occupations)
	recognitionapi.Register(a, p.db.Clock())
	return a
}

var apiInfo = huma.Info{
	Title:   "OpenIQ",
	Version: "1.0.0",
	Description: "What the recognition finder knows: German reference occupations, the words for them in many languages, who decides about " +
		"the recognition of a foreign qualification, what happens when, and where postcodes lie. Everybody may read it without signing in.\n\n" +
		"Answers help to find the right office. They bind nobody.\n\n" +
		"This service uses the ESCO classification of the European Commission. Postcodes: GeoNames, CC BY 4.0.",
	License: &huma.License{Name: "European Union Public Licence 1.2", Identifier: "EUPL-1.2"},
}

var apiTags = []*huma.Tag{
	{Name: occupationapi.Tag, Description: "The catalogue of German reference occupations and the search in it"},
	{Name: authorityapi.Tag, Description: "Who decides about recognition"},
	{Name: recognitionapi.Tag, Description: "What happens when somebody applies for recognition"},
	{Name: postcodeapi.Tag, Description: "Where postcodes and places lie"},
}
