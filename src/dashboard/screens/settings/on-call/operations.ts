// What is asked for about escalation and who is on call, and what is done.
import { graphql } from '../../../graphql/gql.ts';
import type { SettingsPoliciesQuery, SettingsRotationsQuery } from '../../../graphql/graphql.ts';

export const rotationsQuery = graphql(`
  query SettingsRotations {
    onCall {
      rotation
      isOverride
      from
      until
      person {
        name
        channels
      }
    }
    rotations {
      name
      handover
      timeZone
      people {
        name
        channels
      }
      overrides {
        person
        from
        until
        createdBy
      }
      shifts(first: 5) {
        from
        until
        isOverride
        person {
          name
        }
      }
    }
  }
`);

export type OnCallNow = SettingsRotationsQuery['onCall'][number];
export type ShownRotation = SettingsRotationsQuery['rotations'][number];

export const policiesQuery = graphql(`
  query SettingsPolicies {
    escalationPolicies {
      name
      isDefault
      match
      repeat
      repeatAfterMs
      levels {
        number
        afterMs
        hours
        rotation
        alerts
        channels {
          severity
          channels
        }
      }
      standings(first: 21) {
        nextLevel
        nextAt
        stop
        alert {
          id
          title
          severity
        }
      }
    }
  }
`);

export type ShownPolicy = SettingsPoliciesQuery['escalationPolicies'][number];

export const overrideMutation = graphql(`
  mutation SettingsOverrideOnCall(
    $rotation: String!
    $person: String!
    $from: DateTime!
    $until: DateTime!
  ) {
    overrideOnCall(rotation: $rotation, person: $person, from: $from, until: $until) {
      __typename
      ... on InvalidInputError {
        issues {
          path
          message
        }
      }
      ... on Error {
        message
      }
    }
  }
`);
