import { expect, it } from 'vitest';

import { withRoles } from '../../../platform/database/migration-files.ts';
import { namesOf } from '../../../platform/database/roles.ts';

const { database, roles } = namesOf('hub', 'binding-rules');

it('names the database and roles of a subgraph after the hub and the subgraph', () => {
  expect(database).toBe('hub_binding_rules');
  expect(roles).toEqual({
    owner: 'hub_binding_rules_owner',
    app: 'hub_binding_rules_app',
    public: 'hub_binding_rules_public',
  });
});

it('puts the names of roles where a migration says :owner, :app and :public', () => {
  expect(withRoles('grant select on x to :app, :public; -- :owner', roles)).toBe(
    'grant select on x to "hub_binding_rules_app", "hub_binding_rules_public"; -- "hub_binding_rules_owner"',
  );
});

it('leaves casts and longer words alone', () => {
  const text = `select x::app, y::public, ':application'`;
  expect(withRoles(text, roles)).toBe(text);
});
