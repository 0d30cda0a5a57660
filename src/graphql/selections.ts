// What an operation selects, so that what nobody asked for need not be computed.
import {
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from 'graphql';

/** True when the field's answer holds `fieldName` of the object type `typeName`. */
export function selectsField(
  info: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'returnType' | 'schema'>,
  typeName: string,
  fieldName: string,
): boolean {
  const { schema, fragments } = info;
  const seen = new Set<string>();
  const looksInto = (set: SelectionSetNode, type: GraphQLNamedType): boolean => {
    if (!isObjectType(type) && !isAbstractType(type)) return false;
    return set.selections.some((selection) => {
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        if (type.name === typeName && name === fieldName) return true;
        if (selection.selectionSet === undefined || !('getFields' in type)) return false;
        const field = type.getFields()[name];
        return field !== undefined && looksInto(selection.selectionSet, getNamedType(field.type));
      }
      const condition =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? fragments[selection.name.value]
          : { typeCondition: selection.typeCondition, selectionSet: selection.selectionSet };
      if (condition === undefined) return false;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        // A fragment is on one type: once is enough.
        if (seen.has(selection.name.value)) return false;
        seen.add(selection.name.value);
      }
      const on = condition.typeCondition?.name.value;
      return looksInto(
        condition.selectionSet,
        (on === undefined ? type : schema.getType(on)) ?? type,
      );
    });
  };
  const type = getNamedType(info.returnType);
  return info.fieldNodes.some(
    ({ selectionSet }) => selectionSet !== undefined && looksInto(selectionSet, type),
  );
}
