// Package fairintegration has the services of counselling on labour and social rights: counselling, mediation between
// parties and accompaniment to conciliation. A person is a sender's pseudonym within one project.
package fairintegration
