// A person who may sign in. Usernames are compared without regard to case.
import { defineEntity, p } from '@mikro-orm/core';
import type { Role } from '../../../http/identity.js';

export const UserSchema = defineEntity({
  name: 'User',
  tableName: 'app_user',
  properties: {
    id: p.uuid().primary(),
    username: p.text(),
    displayName: p.text(),
    passwordHash: p.text().hidden(),
    roles: p.array().$type<Role[]>(),
    mustChangePassword: p.boolean(),
    disabledAt: p.datetime().nullable(),
    /** Sessions carry the epoch of their log-in; the next one ends them all. */
    sessionEpoch: p.integer().default(1),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});

export class User extends UserSchema.class {}
UserSchema.setClass(User);
