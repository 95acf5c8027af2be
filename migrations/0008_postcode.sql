-- +goose Up
-- The imported places of postcodes (GeoNames): one row a postcode, district and place. district is empty where it is not
-- known; company marks the postcode of a single large customer.
CREATE TABLE postcode_place (
    postcode ID_TEXT NOT NULL,
    district ID_TEXT NOT NULL,
    state ID_TEXT NOT NULL,
    place TEXT NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    company INTEGER NOT NULL,
    PRIMARY KEY (postcode, district, state, place)
);

-- The number of what is stored above; it rises with each change.
CREATE TABLE postcode_change (
    id INTEGER NOT NULL PRIMARY KEY,
    n BIGINT NOT NULL
);
INSERT INTO postcode_change (id, n) VALUES (1, 0);
