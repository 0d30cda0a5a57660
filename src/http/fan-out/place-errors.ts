// Errors of an execution as they stand in another document of the same meaning: the fields of both
// come in the same order, only their places in the text differ.
import { GraphQLError, separateOperations, visit, type ASTNode, type DocumentNode } from 'graphql';

function fieldsOf(document: DocumentNode): readonly ASTNode[] {
  const fields: ASTNode[] = [];
  visit(document, {
    Field: (node) => {
      fields.push(node);
    },
  });
  return fields;
}

/** An operation in its document. */
export interface PlacedOperation {
  readonly document: DocumentNode;
  /** Empty for one without a name. */
  readonly name: string;
}

/** The errors of `executed`, with the places that their fields have in another document. */
export function placeErrors(
  errors: readonly GraphQLError[],
  executed: PlacedOperation,
  document: DocumentNode,
): readonly GraphQLError[] {
  const partOf = (whole: DocumentNode): readonly ASTNode[] =>
    fieldsOf(separateOperations(whole)[executed.name] ?? whole);
  const [from, to] = [partOf(executed.document), partOf(document)];
  return errors.map((error) => {
    if (error.nodes === undefined) return error;
    const nodes = error.nodes.flatMap((node) => to[from.indexOf(node)] ?? []);
    const { message, path, extensions } = error;
    return new GraphQLError(message, { nodes, path, extensions });
  });
}
