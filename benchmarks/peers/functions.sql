-- What a PostGraphile user writes for the three operations that tables alone do not answer.
CREATE OR REPLACE FUNCTION near_jobs(lat float8, lon float8, metres float8) RETURNS SETOF job LANGUAGE sql STABLE AS $$
  SELECT j.*
  FROM generate_series(
    floor((lat - metres / 111320 * 1.01 + 90) * 100)::int, floor((lat + metres / 111320 * 1.01 + 90) * 100)::int
  ) AS line(number)
  CROSS JOIN LATERAL (
    SELECT * FROM job
    WHERE status = 'OPEN' AND cell BETWEEN
      line.number * 36000 + floor((lon - metres / 111320 * 1.01 / cos(radians(lat)) + 180) * 100)::int
      AND line.number * 36000 + floor((lon + metres / 111320 * 1.01 / cos(radians(lat)) + 180) * 100)::int
  ) AS j
  WHERE (j.latitude - lat) ^ 2 + ((j.longitude - lon) * cos(radians(lat))) ^ 2 <= (metres / 111195) ^ 2
  ORDER BY (j.latitude - lat) ^ 2 + ((j.longitude - lon) * cos(radians(lat))) ^ 2, j.id
$$;

CREATE OR REPLACE FUNCTION search_jobs(bigrams text[], word text) RETURNS SETOF job LANGUAGE sql STABLE AS $$
  SELECT j.* FROM search_text AS f JOIN job AS j ON j.id = f.job_id
  WHERE f.tokens @> bigrams AND j.status = 'OPEN' AND (
    position(word IN f.title) > 0 OR position(word IN f.employer) > 0
    OR position(word IN f.occupation) > 0 OR position(word IN f.description) > 0
  )
  ORDER BY j.posted_at DESC, j.id DESC
$$;

CREATE OR REPLACE FUNCTION job_facets(district text) RETURNS TABLE (facet text, value text, count bigint)
LANGUAGE sql STABLE AS $$
  WITH open_jobs AS MATERIALIZED (
    SELECT employment, occupation_code, pay_unit FROM job WHERE status = 'OPEN' AND district_code = district
  ), counted AS (
    SELECT 'EMPLOYMENT' AS facet, employment AS value, count(*) FROM open_jobs GROUP BY 2
    UNION ALL SELECT 'OCCUPATION', occupation_code, count(*) FROM open_jobs WHERE occupation_code IS NOT NULL GROUP BY 2
    UNION ALL SELECT 'PAY_UNIT', pay_unit, count(*) FROM open_jobs WHERE pay_unit IS NOT NULL GROUP BY 2
  )
  SELECT facet, value, count FROM (
    SELECT *, row_number() OVER (PARTITION BY facet ORDER BY count DESC, value) AS place FROM counted
  ) AS ranked WHERE place <= 10
$$;

-- PostGraphile follows a foreign key only where an index of all rows begins with it; ours leaves out jobs without a station.
CREATE INDEX IF NOT EXISTS peers_job_station ON job (station_id, status, posted_at, id);
