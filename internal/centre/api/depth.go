package api

// How deep entries are nested in each other follows from what is asked for: a list has what there is one of, an entry by
// itself has everything below it, and nothing leads round in a circle.

// listedService is a service in a list.
func listedService(s *service) *service {
	c := *s
	c.Places, c.Languages, c.Attributes = nil, nil, nil
	return &c
}

// wholeService is a service by itself.
func wholeService(s *service) *service {
	c := *s
	c.Places = nil
	for _, l := range s.Places {
		inside := *l
		inside.Service = nil
		c.Places = append(c.Places, &inside)
	}
	return &c
}

// listedPlace is a service at location in a list.
func listedPlace(l *serviceAtLocation) *serviceAtLocation {
	at := *l.Location
	at.Languages, at.Addresses, at.Accessibility = nil, nil, nil
	return &serviceAtLocation{ID: l.ID, Description: l.Description, Location: &at, Service: listedService(l.Service)}
}

// wholePlace is a service at location by itself. The description of the interface names the schema of a service for it where
// that of a service at location is meant, so it has a name and a status, too: then both are right.
func wholePlace(l *serviceAtLocation) *serviceAtLocation {
	c := *l
	c.Name, c.Status = l.Service.Name, l.Service.Status
	c.Service = listedService(l.Service)
	c.Service.Languages, c.Service.Attributes = l.Service.Languages, l.Service.Attributes
	return &c
}

// wholeOrganization is an organisation by itself, with its services and locations.
func (w *world) wholeOrganization(o *organization) *organization {
	c := *o
	for _, s := range w.services {
		if s.OrganizationID != o.ID {
			continue
		}
		inside := wholeService(s)
		inside.Organization = nil
		c.Services = append(c.Services, inside)
		for _, l := range s.Places {
			c.Locations = append(c.Locations, *l.Location)
		}
	}
	return &c
}
