// A GraphQL server by hand, as fast as we know how: mercurius with its JIT, prepared statements, batched loaders.
// node node.mjs sqlite:FILE|postgresql://… PORT [cache]      `cache` keeps whole answers by the request's bytes.
import Database from "better-sqlite3";
import Fastify from "fastify";
import mercurius from "mercurius";
import pg from "pg";

const [where, port, caching] = process.argv.slice(2);
const JOB = "id, title, description, pay_text, pay_min, pay_max, posted_at, employer_id, station_id, latitude, longitude";

function onSqlite(path) {
  const database = new Database(path, { readonly: true });
  database.pragma("mmap_size = 17179869184");
  const prepared = new Map();
  return {
    sqlite: true,
    all(sql, values) {
      let statement = prepared.get(sql);
      if (statement === undefined) prepared.set(sql, (statement = database.prepare(sql)));
      return statement.all(...values);
    },
  };
}

function onPostgres(connectionString) {
  const pool = new pg.Pool({ connectionString, max: 16 });
  const named = new Map();
  return {
    sqlite: false,
    async all(sql, values) {
      let name = named.get(sql);
      if (name === undefined) named.set(sql, (name = `s${named.size}`));
      let place = 0;
      const text = sql.replace(/\?/g, () => `$${++place}`);
      return (await pool.query({ name, text, values })).rows;
    },
  };
}

const db = where.startsWith("sqlite:") ? onSqlite(where.slice(7)) : onPostgres(where);

async function byIds(table, columns, ids) {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = db.sqlite
    ? db.all(`SELECT ${columns} FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`, [JSON.stringify(wanted)])
    : await db.all(`SELECT ${columns} FROM ${table} WHERE id = ANY(?::bigint[])`, [wanted]);
  return new Map(rows.map((row) => [String(row.id), row]));
}

const linked = (table, column) => async (queries) => {
  const found = await byIds(table, "id, name", queries.map(({ obj }) => obj[column]));
  return queries.map(({ obj }) => (obj[column] === null ? null : (found.get(String(obj[column])) ?? null)));
};

const newest = "ORDER BY posted_at DESC, id DESC LIMIT ?";

async function nearby({ lat, lon, metres, first }) {
  const reach = (metres / 111320) * 1.01;
  const across = reach / Math.cos((lat * Math.PI) / 180);
  const along = Math.cos((lat * Math.PI) / 180);
  const cell = (value, off) => Math.floor((value + off) * 100);
  const found = [];
  for (let row = cell(lat - reach, 90); row <= cell(lat + reach, 90); row++) {
    const bounds = [row * 36000 + cell(lon - across, 180), row * 36000 + cell(lon + across, 180)];
    const sql = `SELECT ${JOB} FROM job WHERE status = 'OPEN' AND cell BETWEEN ? AND ?`;
    for (const job of await db.all(sql, bounds)) {
      const square = (job.latitude - lat) ** 2 + ((job.longitude - lon) * along) ** 2;
      job.distance = Math.round(Math.sqrt(square) * 111195);
      if (job.distance <= metres) found.push(job);
    }
  }
  return found.sort((a, b) => a.distance - b.distance || a.id - b.id).slice(0, first);
}

function search({ bigrams, word, first }) {
  if (db.sqlite) {
    return db.all(
      `SELECT ${JOB.split(", ").map((name) => `t.${name}`)} FROM search_text f CROSS JOIN job t WHERE f.search_text MATCH ? AND f.rowid < (1 << 61) ` +
        `AND t.id = (f.rowid & 268435455) ORDER BY f.rowid DESC LIMIT ?`,
      [`{title employer occupation description} : "${bigrams.join(" ")}"`, first],
    );
  }
  const places = ["title", "employer", "occupation", "description"].map((name) => `position(? IN f.${name}) > 0`);
  return db.all(
    `SELECT ${JOB.split(", ").map((name) => `j.${name}`)} FROM search_text f JOIN job j ON j.id = f.job_id ` +
      `WHERE f.tokens @> ?::text[] AND (${places.join(" OR ")}) AND j.status = 'OPEN' ` +
      `ORDER BY j.posted_at DESC, j.id DESC LIMIT ?`,
    [bigrams, word, word, word, word, first],
  );
}

async function facets({ district }) {
  const counted = [];
  for (const column of ["employment", "occupation_code", "pay_unit"]) {
    const rows = await db.all(
      `SELECT ${column} AS value, count(*) AS count FROM job WHERE status = 'OPEN' AND district_code = ? ` +
        `AND ${column} IS NOT NULL GROUP BY ${column} ORDER BY count(*) DESC, ${column} LIMIT 10`,
      [district],
    );
    counted.push({ by: column, buckets: rows });
  }
  return counted;
}

const schema = `
  type Query {
    jobs(district: String!, first: Int!): [Job!]!
    job(id: Int!): Job
    near(lat: Float!, lon: Float!, metres: Float!, first: Int!): [Job!]!
    search(bigrams: [String!]!, word: String!, first: Int!): [Job!]!
    station(id: Int!): Station
    facets(district: String!): [Facet!]!
  }
  type Job { id: ID! title: String! description: String pay: Pay! postedAt: Float! distance: Int
             employer: Employer station: Station }
  type Pay { text: String! min: Float max: Float }
  type Employer { id: ID! name: String! jobs(first: Int!): [Job!]! }
  type Station { id: ID! name: String! jobs(first: Int!): [Job!]! totalCount: Int! }
  type Facet { by: String! buckets: [Bucket!]! }
  type Bucket { value: String! count: Int! }
`;
const one = async (sql, values) => (await db.all(sql, values))[0] ?? null;
const resolvers = {
  Query: {
    jobs: (_, { district, first }) =>
      db.all(`SELECT ${JOB} FROM job WHERE status = 'OPEN' AND district_code = ? ${newest}`, [district, first]),
    job: (_, { id }) => one(`SELECT ${JOB} FROM job WHERE id = ?`, [id]),
    near: (_, given) => nearby(given),
    search: (_, given) => search(given),
    station: (_, { id }) => one("SELECT id, name FROM station WHERE id = ?", [id]),
    facets: (_, given) => facets(given),
  },
  Job: {
    pay: (job) => ({ text: job.pay_text, min: job.pay_min, max: job.pay_max }),
    postedAt: (job) => job.posted_at,
  },
  Employer: {
    jobs: ({ id }, { first }) =>
      db.all(`SELECT ${JOB} FROM job WHERE employer_id = ? AND status = 'OPEN' ${newest}`, [id, first]),
  },
  Station: {
    jobs: ({ id }, { first }) =>
      db.all(`SELECT ${JOB} FROM job WHERE station_id = ? AND status = 'OPEN' ${newest}`, [id, first]),
    totalCount: async ({ id }) =>
      (await one("SELECT count(*) AS count FROM job WHERE station_id = ? AND status = 'OPEN'", [id])).count,
  },
};
const loaders = { Job: { employer: linked("employer", "employer_id"), station: linked("station", "station_id") } };

const app = Fastify();
if (caching) {
  const kept = new Map();
  app.addHook("preHandler", (request, reply, done) => {
    request.asked = JSON.stringify(request.body);
    const found = kept.get(request.asked);
    if (found === undefined) done();
    else reply.header("content-type", "application/json; charset=utf-8").send(found);
  });
  app.addHook("onSend", (request, _reply, payload, done) => {
    if (request.asked !== undefined) kept.set(request.asked, payload);
    done(null, payload);
  });
}
app.register(mercurius, { schema, resolvers, loaders, jit: 1 });
await app.listen({ port: Number(port), host: "127.0.0.1" });
console.log("ready");
