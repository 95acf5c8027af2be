package api

// The words of HSDS 3.0, as far as they are used here. What is empty is left out.
type (
	organization struct {
		ID          string     `json:"id"`
		Name        string     `json:"name"`
		Description string     `json:"description"`
		Locations   []location `json:"locations,omitempty"`
		Services    []*service `json:"services,omitempty"`
	}

	service struct {
		ID             string               `json:"id"`
		OrganizationID string               `json:"organization_id,omitempty"`
		Name           string               `json:"name"`
		Description    string               `json:"description,omitempty"`
		Status         string               `json:"status"`
		Interpretation string               `json:"interpretation_services,omitempty"`
		Fees           string               `json:"fees_description,omitempty"`
		Eligibility    string               `json:"eligibility_description,omitempty"`
		Application    string               `json:"application_process,omitempty"`
		AssuredDate    string               `json:"assured_date,omitempty"`
		LastModified   string               `json:"last_modified,omitempty"`
		Languages      []language           `json:"languages,omitempty"`
		Places         []*serviceAtLocation `json:"service_at_locations,omitempty"`
		Organization   *organization        `json:"organization,omitempty"`
		Attributes     []attribute          `json:"attributes,omitempty"`
	}

	serviceAtLocation struct {
		ID          string      `json:"id"`
		ServiceID   string      `json:"service_id,omitempty"`
		LocationID  string      `json:"location_id,omitempty"`
		Name        string      `json:"name,omitempty"`   // see wholePlace
		Status      string      `json:"status,omitempty"` // see wholePlace
		Description string      `json:"description,omitempty"`
		Contacts    []contact   `json:"contacts,omitempty"`
		Phones      []phone     `json:"phones,omitempty"`
		Schedules   []schedule  `json:"schedules,omitempty"`
		Location    *location   `json:"location,omitempty"`
		Service     *service    `json:"service,omitempty"`
		Attributes  []attribute `json:"attributes,omitempty"`
	}

	location struct {
		ID             string          `json:"id"`
		LocationType   string          `json:"location_type"`
		URL            string          `json:"url,omitempty"`
		OrganizationID string          `json:"organization_id,omitempty"`
		Name           string          `json:"name,omitempty"`
		Description    string          `json:"description,omitempty"`
		Latitude       *float64        `json:"latitude,omitempty"`
		Longitude      *float64        `json:"longitude,omitempty"`
		External       string          `json:"external_identifier,omitempty"`
		ExternalType   string          `json:"external_identifier_type,omitempty"`
		Languages      []language      `json:"languages,omitempty"`
		Addresses      []address       `json:"addresses,omitempty"`
		Accessibility  []accessibility `json:"accessibility,omitempty"`
	}

	address struct {
		ID            string `json:"id"`
		LocationID    string `json:"location_id"`
		Address1      string `json:"address_1"`
		City          string `json:"city"`
		StateProvince string `json:"state_province"`
		PostalCode    string `json:"postal_code"`
		Country       string `json:"country"`
		AddressType   string `json:"address_type"`
	}

	accessibility struct {
		ID          string `json:"id"`
		LocationID  string `json:"location_id"`
		Description string `json:"description"`
	}

	language struct {
		ID   string `json:"id"`
		Name string `json:"name"`
		Code string `json:"code"`
	}

	phone struct {
		ID     string `json:"id"`
		Number string `json:"number"`
		Type   string `json:"type"`
	}

	contact struct {
		ID    string `json:"id"`
		Email string `json:"email"`
	}

	schedule struct {
		ID       string `json:"id"`
		DTStart  string `json:"dtstart,omitempty"`
		Until    string `json:"until,omitempty"`
		Count    int    `json:"count,omitempty"`
		Freq     string `json:"freq,omitempty"`
		Interval int    `json:"interval,omitempty"`
		ByDay    string `json:"byday,omitempty"`
		OpensAt  string `json:"opens_at,omitempty"`
		ClosesAt string `json:"closes_at,omitempty"`
		Notes    string `json:"notes,omitempty"`
	}

	attribute struct {
		ID         string        `json:"id"`
		LinkID     string        `json:"link_id"`
		TermID     string        `json:"taxonomy_term_id"`
		LinkEntity string        `json:"link_entity"`
		Term       *taxonomyTerm `json:"taxonomy_term"`
	}

	taxonomy struct {
		ID          string `json:"id"`
		Name        string `json:"name"`
		Description string `json:"description"`
		Version     string `json:"version"`
	}

	taxonomyTerm struct {
		ID          string    `json:"id"`
		Code        string    `json:"code"`
		Name        string    `json:"name"`
		Description string    `json:"description"`
		Taxonomy    string    `json:"taxonomy"`
		Detail      *taxonomy `json:"taxonomy_detail,omitempty"`
		Language    string    `json:"language"`
		TaxonomyID  string    `json:"taxonomy_id"`
	}

	// root says what this interface is.
	root struct {
		Version    string `json:"version"`
		Profile    string `json:"profile"`
		OpenAPIURL string `json:"openapi_url"`
	}
)
