//! CloudFormation: stacks. Of their parameters and outputs nothing is kept.

use crate::model::id::Text;
use crate::model::kinds::ec2_vpc::Tag;
use crate::record;

record! {
    /// A stack.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html>
    Stack {
        /// The name.
        stack_name: Text, gap;
        /// `CREATE_COMPLETE`, `ROLLBACK_COMPLETE`, `UPDATE_IN_PROGRESS`, ...
        stack_status: Text, gap;
        /// Whether what it made is still as it made it.
        drift_information: DriftInformation, none;
        /// Whether it is protected from deletion; a nested stack as its root is.
        enable_termination_protection: bool, default(false);
        /// The stack of which it is a part.
        root_id: Text, none;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// Whether what a stack made is still as it made it.
    DriftInformation {
        /// `DRIFTED`, `IN_SYNC`, `UNKNOWN` or `NOT_CHECKED`.
        stack_drift_status: Text, gap, volatile true;
    }
}
