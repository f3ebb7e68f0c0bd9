import { expect, test } from '@jest/globals'
import { withoutSecrets } from '../../src/postgres/without-secrets.ts'

test.each([
  [
    `CREATE USER MAPPING FOR a SERVER b OPTIONS (\n    password 'it''s; (x)',\n    "user" 'r'\n);\nSELECT 'y';`,
    `CREATE USER MAPPING FOR a SERVER b OPTIONS (\n    password '***',\n    "user" '***'\n);\nSELECT 'y';`,
  ],
  [
    `Command was: CREATE SERVER a FOREIGN DATA WRAPPER b OPTIONS (\n    api_key 'k'\n);`,
    `Command was: CREATE SERVER a FOREIGN DATA WRAPPER b OPTIONS (\n    api_key '***'\n);`,
  ],
  [
    `CREATE SUBSCRIPTION s CONNECTION 'host=a password=p' PUBLICATION x`,
    `CREATE SUBSCRIPTION s CONNECTION '***' PUBLICATION x`,
  ],
  [`ALTER USER MAPPING FOR a SERVER b OPTIONS (SET password 'cut off`, undefined],
  [
    `ALTER DATABASE shop SET "app.jwt_secret" TO 'k';`,
    `ALTER DATABASE shop SET "app.jwt_secret" TO '***';`,
  ],
  [
    `ALTER ROLE a IN DATABASE b SET app.key = 'k', 'l';`,
    `ALTER ROLE a IN DATABASE b SET app.key = '***';`,
  ],
])('what may be a login is not shown: %j', (sql, shown) => {
  expect(withoutSecrets(sql)).toBe(
    shown ?? `ALTER USER MAPPING FOR a SERVER b OPTIONS (SET password '***'`,
  )
})

test.each([
  [
    'ERROR:  x\nCONTEXT:  COPY users, line 3, column born: "ann@example.com: 7"\nmore',
    'ERROR:  x\nCONTEXT:  COPY users, line 3, column born: ***\nmore',
  ],
  ['CONTEXT:  COPY users, line 3: "1\tann"', 'CONTEXT:  COPY users, line 3: ***'],
  [
    'DETAIL:  Key (email, "no")=(ann (home), 1) already exists.',
    'DETAIL:  Key (email, "no")=(***) already exists.',
  ],
  [
    'DETAIL:  Key (customer)=(7) is not present in table "customers".',
    'DETAIL:  Key (customer)=(***) is not present in table "customers".',
  ],
  ['DETAIL:  Failing row contains (1, ann, (x)).', 'DETAIL:  Failing row contains (***).'],
])('what stands in a row is not shown: %j', (words, shown) => {
  expect(withoutSecrets(words)).toBe(shown)
})

test.each([
  `ALTER DATABASE shop SET "TimeZone" TO 'Asia/Tokyo';`,
  `ALTER TABLE shop.a ALTER b SET DEFAULT 'c';`,
  `CREATE POLICY p ON a.b USING (c = 'd');`,
])('all else is: %j', (sql) => {
  expect(withoutSecrets(sql)).toBe(sql)
})
