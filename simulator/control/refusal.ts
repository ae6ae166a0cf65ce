/** Why a control call was not carried out, and the status of the answer that says so. */
export class ControlRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
